namespace SocketIO.Namespaces.Tests.Testing;

/// <summary>Bounds waits that a fault would make endless.</summary>
internal static class Bounded
{
    public static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(30);

    public static Task<T> Within<T>(this Task<T> task) => task.WaitAsync(SafetyNet);

    public static Task Within(this Task task) => task.WaitAsync(SafetyNet);

    /// <summary>Waits until something holds that nothing reports.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        using var deadline = new CancellationTokenSource(SafetyNet);
        while (!holds())
            await Task.Delay(5, deadline.Token);
    }
}
