namespace SocketIO.Namespaces.Benchmarks.Peers;

/// <summary>Shares work among tasks each of which does one thing after the other.</summary>
internal static class Workers
{
    public static Task RunAsync(int count, int workers, Func<Task> work)
        => workers == 1
            ? RepeatAsync(count, work)
            : Task.WhenAll(Enumerable.Range(0, workers).Select(index => RepeatAsync((count / workers) + (index < count % workers ? 1 : 0), work)));

    private static async Task RepeatAsync(int count, Func<Task> work)
    {
        for (var i = 0; i < count; i++)
            await work();
    }
}
