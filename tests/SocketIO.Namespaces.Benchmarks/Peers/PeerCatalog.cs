using SocketIO.Namespaces.Benchmarks.Peers.Ours;
using SocketIO.Namespaces.Benchmarks.Peers.Raw;

namespace SocketIO.Namespaces.Benchmarks.Peers;

/// <summary>The clients under test that are .NET.</summary>
internal static class PeerCatalog
{
    public static IPeer Create(string name) => name switch
    {
        PeerNames.Raw => new RawPeer(),
        PeerNames.Ours => new OurPeer(),
        _ => throw new ArgumentException($"There is no .NET client \"{name}\"."),
    };
}
