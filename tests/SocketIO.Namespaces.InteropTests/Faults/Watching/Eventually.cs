using System.Diagnostics;

namespace SocketIO.Namespaces.InteropTests.Faults.Watching;

/// <summary>Waits for what comes about soon, but tells nobody.</summary>
internal static class Eventually
{
    private static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(10);

    public static async Task IsAsync<T>(Func<T> actual, T expected, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!EqualityComparer<T>.Default.Equals(actual(), expected) && waited.Elapsed < SafetyNet)
        {
            await Task.Delay(2);
        }

        Assert.That(actual(), Is.EqualTo(expected), what);
    }
}
