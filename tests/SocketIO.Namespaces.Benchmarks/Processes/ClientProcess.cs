using System.Text.Json;
using SocketIO.Namespaces.Benchmarks.Peers;
using SocketIO.Namespaces.Benchmarks.Scenarios;

namespace SocketIO.Namespaces.Benchmarks.Processes;

/// <summary>A client under test in a process of its own, connected.</summary>
internal sealed class ClientProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(45);

    /// <summary>For one of many connections to be opened, or calls to be made, before a run.</summary>
    private static readonly TimeSpan LongestPreparation = TimeSpan.FromMilliseconds(50);

    private readonly ChildProcess _process;
    private readonly Workload _workload;

    private ClientProcess(ChildProcess process, Workload workload) => (_process, _workload) = (process, workload);

    public static async Task<ClientProcess> StartAsync(string peer, Workload workload, Uri url)
    {
        var client = new ClientProcess(ClientPrograms.Start(peer, workload, url), workload);
        try
        {
            await client._process.ReadLineAsync(LongestStart + Preparation(workload));
            return client;
        }
        catch
        {
            await client.DisposeAsync(); // or it would compute on beside those that follow
            throw;
        }
    }

    public async Task<RunResult> RunAsync(int count)
    {
        await _process.WriteLineAsync(count.ToString(CultureInfo.InvariantCulture));
        return JsonSerializer.Deserialize<RunResult>(await _process.ReadLineAsync(LongestRun + Preparation(_workload)), JsonSerializerOptions.Web)!;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static TimeSpan Preparation(Workload workload) => LongestPreparation * workload.Size;
}
