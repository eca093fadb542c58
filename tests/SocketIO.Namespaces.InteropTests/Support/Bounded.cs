namespace SocketIO.Namespaces.InteropTests.Support;

/// <summary>Bounds every wait of these tests: one that fails says what did not happen, and does not hang.</summary>
internal static class Bounded
{
    private static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(30);

    public static async Task Within(this Task task, string awaited)
    {
        try
        {
            await task.WaitAsync(SafetyNet);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            Assert.Fail($"waited {SafetyNet.TotalSeconds} s in vain for {awaited}");
        }
    }

    public static async Task<T> Within<T>(this Task<T> task, string awaited)
    {
        await Within((Task)task, awaited);
        return await task;
    }

    public static Task<T> Within<T>(this ValueTask<T> task, string awaited) => task.AsTask().Within(awaited);

    public static Task Within(this ValueTask task, string awaited) => task.AsTask().Within(awaited);
}
