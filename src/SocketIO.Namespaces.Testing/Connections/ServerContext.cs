using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Testing.Engine;

namespace SocketIO.Namespaces.Testing.Connections;

/// <summary>What all connections of a server share.</summary>
/// <param name="Options">How the server behaves.</param>
/// <param name="Limits">What a client can make the server hold.</param>
/// <param name="Serializer">Reads and writes the packets.</param>
/// <param name="Work">Owns what runs beside the requests.</param>
/// <param name="Logger">Where to log.</param>
/// <param name="Stopping">Cancelled when the server stops.</param>
internal sealed record ServerContext(
    SocketIOTestServerOptions Options,
    SocketIOLimits Limits,
    PacketSerializer Serializer,
    BackgroundWork Work,
    ILogger Logger,
    CancellationToken Stopping);
