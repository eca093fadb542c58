using SocketIO.Namespaces.Benchmarks.Peers.OtherClient;
using SocketIO.Namespaces.Benchmarks.Peers.Ours;
using SocketIO.Namespaces.Benchmarks.Peers.Raw;
using SocketIO.Namespaces.Benchmarks.Peers.SignalR;
using SocketIO.Namespaces.Benchmarks.Scenarios;

namespace SocketIO.Namespaces.Benchmarks.Peers;

/// <summary>The clients under test that are .NET.</summary>
internal static class PeerCatalog
{
    public static IPeer Create(string name, Workload workload) => name switch
    {
        PeerNames.Raw when workload.Polling => new RawPollingPeer(),
        PeerNames.Raw => new RawPeer(),
        PeerNames.Ours => new OurPeer(),
        PeerNames.SignalR => new SignalRPeer(),
        PeerNames.OtherClient => new OtherClientPeer(),
        _ => throw new ArgumentException($"There is no .NET client \"{name}\"."),
    };
}
