using System.Reflection;
using SocketIO.Namespaces.Benchmarks.Peers;
using SocketIO.Namespaces.Benchmarks.Scenarios;

namespace SocketIO.Namespaces.Benchmarks.Processes;

/// <summary>How each client is installed and started.</summary>
internal static class ClientPrograms
{
    private const string Node = "node";

    /// <summary>Debian's own Python, which sees Debian's packages: another one may come first on the PATH.</summary>
    private const string Python = "/usr/bin/python3";

    private static readonly string Directory = typeof(ClientPrograms).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "PeersDirectory").Value!;

    /// <returns>Why the client cannot run here, or null.</returns>
    public static async Task<string?> FaultAsync(string peer) => peer switch
    {
        PeerNames.JavaScript when File.Exists(Of("JavaScript/node_modules/.package-lock.json")) => null,
        PeerNames.JavaScript => await ChildProcess.FaultAsync("npm", "ci", "--prefix", Of("JavaScript"), "--no-audit", "--no-fund"),
        PeerNames.Python => await ChildProcess.FaultAsync(Python, "-c", "import socketio, aiohttp"),
        _ => null,
    };

    public static ChildProcess Start(string peer, Workload workload, Uri url) => peer switch
    {
        PeerNames.JavaScript => ChildProcess.Start(Node, Of("JavaScript/client.js"), workload.ToString(), url.OriginalString),
        PeerNames.Python => ChildProcess.Start(Python, Of("Python/client.py"), workload.ToString(), url.OriginalString),
        _ => ChildProcess.StartSelf("client", peer, workload.ToString(), url.OriginalString),
    };

    private static string Of(string path) => Path.Combine(Directory, path);
}
