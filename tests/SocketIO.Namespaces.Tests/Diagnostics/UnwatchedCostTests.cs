using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Tests.Clients;

namespace SocketIO.Namespaces.Tests.Diagnostics;

/// <summary>Where nobody listens, neither spans nor measurements cost memory.</summary>
[Category("H7")]
[NonParallelizable]
internal sealed class UnwatchedCostTests : ClientTest
{
    private const int Times = 100;
    private const int Rounds = 20;

    private readonly ClientMetrics _metrics = ClientMetrics.Create(factory: null, "orders");

    [Test]
    public void Nobody_listens_here()
        => Assert.That((Spans.AreWatched, _metrics.TimesHandlers, _metrics.TimesCalls, _metrics.CountsBytes), Is.EqualTo((false, false, false, false)));

    [Test]
    public void What_is_reported_on_the_way_of_an_emit_and_an_event_allocates_nothing()
        => Assert.That(Allocated(Report), Is.Zero);

    [Test]
    public async Task An_emit_allocates_no_more_than_without_the_question_for_listeners()
    {
        var server = await ConnectAsync();
        var session = Client.Core.Namespaces.GetOrAdd("/");
        var bare = Allocated(() => Complete(session.EmitUnwatchedAsync(new Emission("message"), CancellationToken.None)), Read);
        var asked = Allocated(() => Complete(Client.EmitAsync("message")), Read);
        Assert.That(asked, Is.LessThanOrEqualTo(bare));

        void Read() => UntilAsync(() =>
        {
            while (server.TryReceive() is not null)
            {
            }

            return Client.Core.Supervisor.Connection!.Engine.OutboxPackets == 0;
        }).GetAwaiter().GetResult();
    }

    [Test]
    public void A_handlers_call_allocates_no_more_than_one_that_never_has_a_span()
    {
        var core = Client.Core;
        var method = HandlerMethod.Compile(() => { }, HandlerKind.Event, core.Binding);
        using var decoder = new PacketDecoder(Options.Limits);
        using var packet = decoder.DecodeText("2[\"message\"]"u8);
        var invocation = new HandlerInvocation
        {
            Kind = HandlerKind.Event,
            Namespace = "/",
            EventName = "message",
            RegisteredAs = "message",
            Packet = packet,
            Emitter = core.Namespaces.GetOrAdd("/"),
        };
        var asked = Allocated(() => Complete(core.Runner.RunAsync(method, target: null, invocation)));
        invocation.RegisteredAs = null; // as where a handler is told of a connect
        var bare = Allocated(() => Complete(core.Runner.RunAsync(method, target: null, invocation)));
        Assert.That(asked, Is.LessThanOrEqualTo(bare));
    }

    /// <summary>The least that some calls allocate in this thread, in many rounds: what else the process does is left out.</summary>
    private static long Allocated(Action call, Action? afterEach = null)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Times; i++)
                call();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            afterEach?.Invoke();
        }

        return least;
    }

    private static void Complete(ValueTask task) => Assume(task.IsCompletedSuccessfully);

    private static void Complete<T>(ValueTask<T> task) => Assume(task.IsCompletedSuccessfully);

    private static void Assume(bool fact)
    {
        if (!fact)
            throw new InvalidOperationException("It was to complete at once.");
    }

    private void Report()
    {
        Assume(!Spans.AreWatched && !_metrics.CountsBytes);
        _metrics.EventSent("/chat");
        _metrics.EventReceived("/chat", "message");
        _metrics.EventUnhandled("/chat");
        _metrics.BytesSent(TransportKind.WebSocket, 100);
        _metrics.HandlerEnded("/chat", "message", TimeSpan.Zero, failure: null);
    }
}
