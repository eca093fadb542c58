using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>The server of a race: loses connections, sends events.</summary>
internal interface IRaceServer : IAsyncDisposable
{
    string Url { get; }

    /// <summary>Connections the client has not let go of.</summary>
    int Open { get; }

    ITransportConnector Connector(SocketIOClientOptions options);

    Task LoseAsync(Random random);

    Task EmitAsync(string path);
}
