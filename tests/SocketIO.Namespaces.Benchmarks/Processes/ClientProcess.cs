using System.Text.Json;
using SocketIO.Namespaces.Benchmarks.Peers;
using SocketIO.Namespaces.Benchmarks.Scenarios;

namespace SocketIO.Namespaces.Benchmarks.Processes;

/// <summary>A client under test in a process of its own, connected.</summary>
internal sealed class ClientProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private ClientProcess(ChildProcess process) => _process = process;

    public static async Task<ClientProcess> StartAsync(string peer, Workload workload, Uri url)
    {
        var client = new ClientProcess(ClientPrograms.Start(peer, workload, url));
        await client._process.ReadLineAsync();
        return client;
    }

    public async Task<RunResult> RunAsync(int count)
    {
        await _process.WriteLineAsync(count.ToString(CultureInfo.InvariantCulture));
        return JsonSerializer.Deserialize<RunResult>(await _process.ReadLineAsync(), JsonSerializerOptions.Web)!;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
