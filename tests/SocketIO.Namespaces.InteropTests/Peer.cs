using SocketIO.Namespaces.InteropTests.Servers;

namespace SocketIO.Namespaces.InteropTests;

/// <summary>How a client reaches its server.</summary>
public enum Link
{
    WebSocket,
    Polling,

    /// <summary>By polling first, then upgraded to WebSocket.</summary>
    Upgrade,
}

/// <summary>What a test runs against: a server, and the way to it.</summary>
public sealed record Peer(ServerKind Server, Link Link)
{
    public static IEnumerable<Peer> All { get; } =
        from server in Enum.GetValues<ServerKind>()
        from link in Enum.GetValues<Link>()
        select new Peer(server, link);

    /// <summary>Those whose connection is, or becomes, a WebSocket.</summary>
    public static IEnumerable<Peer> WithWebSocket { get; } = All.Where(peer => peer.Link != Link.Polling);

    public static IEnumerable<Peer> WithUpgrade { get; } = All.Where(peer => peer.Link == Link.Upgrade);

    /// <summary>Those of Socket.IO 2.x.</summary>
    public static IEnumerable<Peer> OfSocketIO2 { get; } = All.Where(peer => peer.EngineVersion == EngineIOVersion.V3);

    /// <summary>Those of Socket.IO 3.x and later.</summary>
    public static IEnumerable<Peer> OfSocketIO4 { get; } = All.Where(peer => peer.EngineVersion == EngineIOVersion.V4);

    public EngineIOVersion EngineVersion => Server == ServerKind.Node2 ? EngineIOVersion.V3 : EngineIOVersion.V4;

    public TransportKind[] Transports => Link switch
    {
        Link.WebSocket => [TransportKind.WebSocket],
        Link.Polling => [TransportKind.Polling],
        _ => [TransportKind.Polling, TransportKind.WebSocket],
    };

    /// <summary>The transport in use once an upgrade, if there is one, is done.</summary>
    public TransportKind FinalTransport => Transports[^1];

    public override string ToString() => $"{Server} {Link}";
}
