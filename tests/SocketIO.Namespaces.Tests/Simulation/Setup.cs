namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>How the client of a run is set up, and how the run is made.</summary>
/// <param name="Settles">Whether the run waits after each step until everything has come to rest.</param>
/// <param name="Reconnects">Whether the client comes back by itself.</param>
/// <param name="ReturnsAfterServerDisconnect">Whether it does so when the server disconnected it.</param>
/// <param name="MaxAttempts">When it gives up.</param>
/// <param name="IsTight">Whether buffers are so small that they fill.</param>
/// <param name="Jitter">Where its jitter starts.</param>
internal sealed record Setup(bool Settles, bool Reconnects, bool ReturnsAfterServerDisconnect, int? MaxAttempts, bool IsTight, uint Jitter)
{
    public SocketIOClientOptions ToOptions(TimeProvider clock, Journal journal)
    {
        var options = new SocketIOClientOptions { Url = new Uri("http://localhost:3000"), TimeProvider = clock, LoggerFactory = journal };
        options.Transports.Add(TransportKind.WebSocket);
        options.Reconnection.Enabled = Reconnects;
        options.Reconnection.AfterServerDisconnect = ReturnsAfterServerDisconnect;
        options.Reconnection.MaxAttempts = MaxAttempts;
        var state = Jitter;
        options.Reconnection.Randomizer = () => Interlocked.Add(ref state, 0x9E3779B9) / (uint.MaxValue + 1.0);
        if (IsTight)
        {
            options.Limits.BufferedEmits = 4;
            options.Limits.OutboxPackets = 3;
            options.Limits.InboxEvents = 2;
        }

        return options;
    }
}
