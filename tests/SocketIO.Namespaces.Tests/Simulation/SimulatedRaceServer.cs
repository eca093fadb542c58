using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>A race in memory.</summary>
internal sealed class SimulatedRaceServer(Journal journal, Ledger ledger, TimeProvider clock) : IRaceServer
{
    private static readonly LossRule[] Losses = [LossRule.Break, LossRule.Close, LossRule.SendClose, LossRule.SendBadPacket, LossRule.FailWrites];

    private readonly SimulatedServer _server = new(journal, ledger, clock);

    public string Url => "http://localhost:3000";

    public int Open => _server.Links.Count(link => !link.IsGone);

    public ITransportConnector Connector(SocketIOClientOptions options) => _server;

    public Task LoseAsync(Random random)
    {
        _server.Link?.Lose(Losses[random.Next(Losses.Length)]);
        return Task.CompletedTask;
    }

    public Task EmitAsync(string path)
    {
        _server.Emit(path, wantsAck: true, "return");
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => default;
}
