using System.Collections.Concurrent;
using SocketIO.Namespaces.Tests.Clients;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>Long outages, and those of many clients, in fake time.</summary>
[Category("M4")]
internal sealed class OutageTests
{
    private const string Url = "http://localhost:3000";

    [Test]
    public void Ten_thousand_failed_attempts_keep_their_pace_and_grow_nothing()
    {
        const int Attempts = 10_000;
        using var stillness = new Stillness();
        var clock = new TestClock();
        var server = new DeadServer(clock);
        var client = new AsyncClient(Options(clock, () => 0.5), server);
        var connecting = client.ConnectAsync(Url, retry: true);

        var memory = 0L;
        for (var i = 0; i < Attempts; i++)
        {
            stillness.Wait();
            Assert.That(clock.Waits(), Has.Count.EqualTo(1), "one timer, for the next dial");
            clock.Advance(clock.Waits()[0]);
            if (i == Attempts / 5)
                memory = GC.GetTotalMemory(forceFullCollection: true);
        }

        stillness.Wait();
        Assert.That(server.Dials, Is.EqualTo(Attempts + 1));
        Assert.That(clock.GetUtcNow() - clock.Start, Is.EqualTo(TimeSpan.FromSeconds(1 + 2 + 4 + ((Attempts - 3) * 5))));
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - memory, Is.LessThan(1_000_000));

        var disposing = client.DisposeAsync().AsTask();
        stillness.Wait();
        Assert.That(disposing.IsCompletedSuccessfully && connecting.IsFaulted, Is.True);
        Assert.That(clock.Waits(), Is.Empty);
    }

    [Test]
    public void A_storm_of_returning_clients_is_spread_by_jitter()
    {
        const int Clients = 400;
        using var stillness = new Stillness();
        var clock = new TestClock();
        var journal = new Journal(clock);
        var server = new SimulatedServer(journal, new Ledger(journal), clock);
        var random = new Random(70);
        var dials = new ConcurrentQueue<TimeSpan>();
        var lost = DateTimeOffset.MaxValue;
        var clients = Enumerable.Range(0, Clients).Select(_ => new AsyncClient(Options(clock, random.NextDouble), new Dialled(server, () => dials.Enqueue(clock.GetUtcNow() - lost)))).ToArray();
        var connecting = clients.Select(client => client.ConnectAsync(Url)).ToArray();
        stillness.Wait();
        Assert.That(connecting.All(connect => connect.IsCompletedSuccessfully), Is.True);

        dials.Clear();
        lost = clock.GetUtcNow();
        foreach (var link in server.Links)
            link.Lose(LossRule.Break);
        for (var i = 0; i < 40; i++)
        {
            stillness.Wait();
            clock.Advance(TimeSpan.FromMilliseconds(50));
        }

        stillness.Wait();
        Assert.That(dials, Has.Count.EqualTo(Clients));
        Assert.That(dials, Has.All.InRange(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.55)));
        var busiest = dials.CountBy(dial => (int)(dial / TimeSpan.FromMilliseconds(100))).Max(slot => slot.Value);
        Assert.That(busiest, Is.LessThan(Clients / 10 * 2), "ten slots of 100 ms share the dials about evenly");

        var disposing = Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
        for (stillness.Wait(); !disposing.IsCompleted; stillness.Wait())
            clock.Advance(TimeSpan.FromMilliseconds(50));
        Assert.That(disposing.IsCompletedSuccessfully, Is.True);
    }

    private static SocketIOClientOptions Options(TimeProvider clock, Func<double> randomizer)
    {
        var options = new SocketIOClientOptions { TimeProvider = clock };
        options.Transports.Add(TransportKind.WebSocket);
        options.Reconnection.Randomizer = randomizer;
        return options;
    }

    private sealed class DeadServer(TestClock clock) : ITransportConnector
    {
        private int _dials;

        public int Dials => _dials;

        public ValueTask<ITransport> ConnectAsync(TransportKind kind, TransportRequest request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _dials);
            throw new TransportException($"refused at {clock.GetUtcNow()}");
        }
    }

    private sealed class Dialled(ITransportConnector connector, Action dialled) : ITransportConnector
    {
        public ValueTask<ITransport> ConnectAsync(TransportKind kind, TransportRequest request, CancellationToken cancellationToken)
        {
            dialled();
            return connector.ConnectAsync(kind, request, cancellationToken);
        }
    }
}
