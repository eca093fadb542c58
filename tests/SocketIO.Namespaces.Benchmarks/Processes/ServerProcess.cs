namespace SocketIO.Namespaces.Benchmarks.Processes;

/// <summary>A server in a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _process;

    private ServerProcess(ChildProcess process, Uri url)
    {
        _process = process;
        Url = url;
    }

    public Uri Url { get; }

    public TimeSpan CpuTime => _process.CpuTime;

    /// <param name="verb">The verb of this program that serves, and prints its URL.</param>
    public static async Task<ServerProcess> StartAsync(string verb)
    {
        var process = ChildProcess.StartSelf(verb);
        return new(process, new(await process.ReadLineAsync(LongestStart)));
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
