using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace SocketIO.Namespaces.Tests.TestDoubles;

/// <summary>Bounds a wait for something that is bound to happen, so that a fault fails a test instead of hanging it.</summary>
internal static class Soon
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Task Within(this Task task) => task.WaitAsync(Patience);

    public static Task<T> Within<T>(this Task<T> task) => task.WaitAsync(Patience);

    public static Task Within(this ValueTask task) => task.AsTask().WaitAsync(Patience);

    public static Task<T> Within<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Patience);

    /// <summary>Waits until something holds that nothing reports.</summary>
    public static Task UntilAsync(Func<bool> fact, [CallerArgumentExpression(nameof(fact))] string what = "")
        => UntilAsync(fact, () => $"Waited in vain for {what}.");

    /// <inheritdoc cref="UntilAsync(Func{bool}, string)"/>
    public static async Task UntilAsync(Func<bool> fact, Func<string> complaint)
    {
        for (var began = Stopwatch.GetTimestamp(); !fact(); await Task.Delay(1))
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
                throw new TimeoutException(complaint());
        }
    }
}
