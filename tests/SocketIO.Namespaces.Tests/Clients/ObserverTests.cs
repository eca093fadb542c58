using System.Text.Json;
using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Clients;
using SocketIO.Namespaces.Clients.Handling;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>Those who look on: streams, and observers of all events. They never answer, and are in no handler's way, nor a handler in theirs.</summary>
[Category("M10")]
internal sealed class ObserverTests : ClientTest
{
    [Test]
    [Category("S2")]
    public async Task A_stream_gets_each_event_beside_the_handler_and_other_streams()
    {
        Client.On("price", (int n) => Note($"handler {n}"));
        var server = await ConnectAsync();
        var first = Client.StreamAsync<int>("price").GetAsyncEnumerator();
        var second = Client.StreamAsync<int>("price").GetAsyncEnumerator();
        var firsts = first.MoveNextAsync();
        var seconds = second.MoveNextAsync();
        server.Send("""42["other",0]""");
        server.Send("""42["price",1]""");
        server.Send("""42["price",2]""");
        Assert.That((await firsts.Within(), first.Current), Is.EqualTo((true, 1)));
        Assert.That((await seconds.Within(), second.Current), Is.EqualTo((true, 1)));
        Assert.That((await first.MoveNextAsync().Within(), first.Current), Is.EqualTo((true, 2)));
        await UntilNotedAsync("handler 2");
        await first.DisposeAsync();
        await second.DisposeAsync();
    }

    [Test]
    public async Task A_handler_that_hangs_does_not_hold_a_stream_up()
    {
        var hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Client.On("price", () => hanging.Task);
        var server = await ConnectAsync();
        await using var stream = Client.StreamAsync<int>("price").GetAsyncEnumerator();
        var next = stream.MoveNextAsync();
        server.Send("""42["price",1]""");
        Assert.That((await next.Within(), stream.Current), Is.EqualTo((true, 1)));
        server.Send("""42["price",2]""");
        Assert.That((await stream.MoveNextAsync().Within(), stream.Current), Is.EqualTo((true, 2)));
        hanging.TrySetResult();
    }

    [Test]
    public async Task A_connect_handler_may_read_a_stream()
    {
        Client.On("connect", async () =>
        {
            await foreach (var price in Client.StreamAsync<int>("price"))
            {
                Note($"{price}");
                break;
            }
        });
        var server = await ConnectAsync();
        for (var i = 0; Notes.IsEmpty; i++)
        {
            server.Send("""42["price",7]""");
            await ReadAsync(server);
        }

        Assert.That(Notes, Is.EqualTo(new[] { "7" }));
    }

    [Test]
    public async Task A_tuple_reads_all_arguments_and_attachments_are_copies()
    {
        Client.On("file", (string _, byte[] content) => content[0] = 99);
        var server = await ConnectAsync();
        await using var stream = Client.StreamAsync<(string Name, byte[] Content)>("file").GetAsyncEnumerator();
        var next = stream.MoveNextAsync();
        server.Send("""451-["file","a",{"_placeholder":true,"num":0}]""");
        server.SendBinary(1, 2);
        await next.Within();
        Assert.That((stream.Current.Name, stream.Current.Content), Is.EqualTo(("a", new byte[] { 1, 2 })));
    }

    [Test]
    public async Task An_event_that_only_a_stream_hears_is_not_warned_of_nor_acknowledged()
    {
        var server = await ConnectAsync();
        await using var stream = Client.StreamAsync<int>("price").GetAsyncEnumerator();
        var next = stream.MoveNextAsync();
        server.Send("""420["price",1]""");
        await next.Within();
        await ReadAsync(server);
        Assert.That(Log.Of(LogLevel.Warning), Is.Empty);
    }

    [Test]
    [Category("M9")]
    public async Task Arguments_that_do_not_fit_are_reported_and_skipped()
    {
        Options.OnHandlerError = error => Note($"{error.EventName}: {error.Exception.GetType().Name}");
        var server = await ConnectAsync();
        await using var stream = Client.StreamAsync<int>("price").GetAsyncEnumerator();
        var next = stream.MoveNextAsync();
        server.Send("""42["price","high"]""");
        server.Send("""42["price"]""");
        server.Send("""42["price",3]""");
        Assert.That((await next.Within(), stream.Current), Is.EqualTo((true, 3)));
        Assert.That(Notes, Is.EqualTo(new[] { "price: JsonException", "price: JsonException" }));
    }

    [TestCase(2, new[] { 0, 1 })]
    [TestCase(3, new[] { 0, 1, 2 })]
    [TestCase(4, new[] { 1, 2, 3 })]
    [Category("M16")]
    public async Task A_slow_reader_loses_the_oldest_and_a_warning_says_so(int sent, int[] read)
    {
        Options.Limits.ObserverEvents = 3;
        var server = await ConnectAsync();
        await using var stream = Client.StreamAsync<int>("price").GetAsyncEnumerator();
        var next = stream.MoveNextAsync();
        server.Send("""42["price",-1]""");
        await next.Within();
        for (var i = 0; i < sent; i++)
            server.Send($"42[\"price\",{i}]");
        await ReadAsync(server);
        List<int> seen = [];
        for (var i = 0; i < read.Length; i++)
        {
            await stream.MoveNextAsync().Within();
            seen.Add(stream.Current);
        }

        Assert.That(seen, Is.EqualTo(read));
        Assert.That(Log.Of(LogLevel.Warning).Where(line => line.Contains("has missed events: 1", StringComparison.Ordinal)), sent > 3 ? Has.One.Items : Is.Empty);
    }

    [Test]
    [Category("M16")]
    public async Task The_bytes_that_wait_for_a_reader_are_bounded_too()
    {
        Options.Limits.ObserverBytes = 1000;
        var server = await ConnectAsync();
        await using var stream = Client.StreamAsync<(int Number, string Text)>("price").GetAsyncEnumerator();
        var next = stream.MoveNextAsync();
        server.Send("""42["price",-1,""]""");
        await next.Within();
        for (var i = 0; i < 3; i++)
            server.Send($"42[\"price\",{i},\"{new string('x', 600)}\"]");
        await ReadAsync(server);
        await stream.MoveNextAsync().Within();
        Assert.That(stream.Current.Number, Is.EqualTo(2));
    }

    [Test]
    public async Task A_stream_lives_through_a_reconnection()
    {
        Options.Reconnection.Delay = TimeSpan.FromSeconds(3);
        var server = await ConnectAsync();
        await using var stream = Client.StreamAsync<int>("price").GetAsyncEnumerator();
        var next = stream.MoveNextAsync();
        server.Break();
        await Clock.PassAsync(TimeSpan.FromSeconds(3));
        server = await AcceptAsync();
        server.Send("""42["price",1]""");
        Assert.That((await next.Within(), stream.Current), Is.EqualTo((true, 1)));
    }

    [Test]
    public async Task It_ends_with_the_client_once_what_waits_is_read()
    {
        var server = await ConnectAsync();
        var ended = ReadAllAsync();
        await UntilStreamingAsync();
        server.Send("""42["price",1]""");
        await ReadAsync(server);
        await Clock.RunUntilAsync(Client.DisconnectAsync());
        await ended.Within();
        Assert.That(Notes, Is.EqualTo(new[] { "1" }));
    }

    [Test]
    public async Task It_throws_where_the_client_gave_up()
    {
        Options.Reconnection.Enabled = false;
        var server = await ConnectAsync();
        var ended = ReadAllAsync();
        await UntilStreamingAsync();
        server.Break();
        var failure = await ThrownAsync<SocketIODisconnectedException>(() => ended.Within());
        Assert.That(failure.Reason, Is.EqualTo(DisconnectReason.TransportError));
    }

    [Test]
    public async Task It_ends_when_its_token_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        await ConnectAsync();
        var ended = ReadAllAsync(cancellation.Token);
        await UntilStreamingAsync();
        await cancellation.CancelAsync();
        var cancelled = await ThrownAsync<OperationCanceledException>(() => ended.Within());
        Assert.That(cancelled.CancellationToken, Is.EqualTo(cancellation.Token));
    }

    [Test]
    [Category("M18")]
    public async Task One_that_begins_just_when_the_client_is_disposed_ends_too()
    {
        for (var i = 0; i < 2000; i++)
        {
            var observers = new EventObservers((NamespaceSession)Client.Of("/"), Client.Core);
            using var start = new Barrier(2);
            var completing = Task.Run(() =>
            {
                start.SignalAndWait();
                return observers.CompleteAsync();
            });
            start.SignalAndWait();
            try
            {
                var stream = observers.StreamAsync<int>("price", CancellationToken.None).GetAsyncEnumerator();
                Assert.That(await stream.MoveNextAsync().Within(), Is.False);
                await stream.DisposeAsync();
            }
            catch (ObjectDisposedException)
            {
                Note("too late");
            }

            await completing.Within();
        }
    }

    [Test]
    public async Task A_disposed_client_takes_none_not_even_in_a_new_namespace()
    {
        await Client.DisposeAsync();
        foreach (var path in (string[])["/", "/new"])
        {
            Assert.That(() => Client.Of(path).OnAny((string _) => { }), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(async () => await Client.Of(path).StreamAsync<int>("price").GetAsyncEnumerator().MoveNextAsync().Within(), Throws.TypeOf<ObjectDisposedException>());
        }
    }

    [TestCase("*")]
    [TestCase("connect")]
    [TestCase("disconnect")]
    public void What_is_no_single_event_is_refused_with_the_mend(string eventName)
        => Assert.That(() => Client.StreamAsync<int>(eventName), Throws.ArgumentException.With.Message.Contains("OnAny"));

    [Test]
    public async Task Observers_see_every_event_that_arrives_and_none_of_the_connection()
    {
        Client.On("handled", () => Note("handler"));
        using var any = Client.OnAny((string name, params JsonElement[] arguments) => Note($"{name}({string.Join(",", arguments)})"));
        var server = await ConnectAsync();
        server.Send("""420["handled",1,"a"]""");
        server.Send("""42["unhandled"]""");
        await UntilNotedAsync("unhandled()");
        await UntilNotedAsync("handler");
        Assert.That(Notes, Is.EquivalentTo(new[] { "handled(1,a)", "handler", "unhandled()" }));
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("430[]"), "one answer, the handler's");
        any.Dispose();
        server.Send("""42["handled",2]""");
        await UntilAsync(() => Notes.Count(note => note == "handler") == 2);
        Assert.That(Notes, Has.No.Member("handled(2)"));
    }

    [Test]
    public async Task What_an_observer_returns_or_throws_is_nobodys_answer()
    {
        Client.OnAny((string _) => "an answer");
        Client.OnAny((Action<string>)(_ => throw new InvalidOperationException("of the test")));
        Options.OnHandlerError = error => Note(error.Exception.Message);
        var server = await ConnectAsync();
        server.Send("""420["asked",1]""");
        await UntilNotedAsync("of the test");
        await ReadAsync(server);
    }

    [Test]
    public async Task Observers_of_emits_see_events_calls_and_attachments_as_they_are_sent()
    {
        Client.OnAnyOutgoing((string name, params JsonElement[] arguments) => Note($"{name}({string.Join(",", arguments)})"));
        var server = await ConnectAsync();
        await Client.EmitAsync("greet", ("a", new { B = 1 }));
        var call = Client.CallAsync<int>("ask", new byte[] { 1, 2 });
        await UntilAsync(() => Notes.Count == 2);
        Assert.That(Notes, Is.EqualTo(new[] { """greet(a,{"b":1})""", "ask(AQI=)" }));
        await server.ReceiveAsync();
        await server.ReceiveAsync();
        await server.ReceiveBinaryAsync();
        server.Send("430[1]");
        await call.Within();
    }

    [Test]
    public async Task An_emit_that_fails_is_not_observed()
    {
        Client.OnAnyOutgoing((string name) => Note(name));
        var server = await ConnectAsync();
        await ThrownAsync<NamespaceNotConnectedException>(async () => await Client.Of("/other").EmitAsync("never"));
        await ThrownAsync<SocketIOException>(async () => await Client.EmitAsync("huge", new string('x', 2_000_000)));
        await Client.EmitAsync("seen");
        await UntilNotedAsync("seen");
        Assert.That(Notes, Is.EqualTo(new[] { "seen" }));
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""42["seen"]"""));
    }

    [Test]
    [Category("S16")]
    public async Task A_namespace_with_an_observer_is_joined_by_default()
    {
        Client.OnAny((string _) => { }, "/watched");
        var connecting = Client.ConnectAsync();
        await AcceptAsync("/", "/watched");
        await connecting.Within();
    }

    [Test]
    [Category("M18")]
    public async Task An_observer_may_dispose_the_client()
    {
        Client.OnAny(async (string _) =>
        {
            await Client.DisposeAsync();
            Note("disposed");
        });
        var server = await ConnectAsync();
        server.Send("""42["end"]""");
        await UntilNotedAsync("disposed");
    }

    private async Task ReadAllAsync(CancellationToken cancellationToken = default)
    {
        await foreach (var price in Client.StreamAsync<int>("price", cancellationToken))
            Note($"{price}");
    }

    private Task UntilStreamingAsync() => UntilAsync(() => ((NamespaceSession)Client.Of("/")).Observers is { IsEmpty: false });
}
