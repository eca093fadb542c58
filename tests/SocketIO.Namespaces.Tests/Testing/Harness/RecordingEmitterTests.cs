using Microsoft.Extensions.Time.Testing;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Testing.Harness;

/// <summary>A class that is given an emitter, without a client or a server.</summary>
public sealed class RecordingEmitterTests
{
    [Test]
    public async Task What_is_emitted_is_recorded_as_it_would_travel()
    {
        var chat = new RecordingEmitter<Chat>();

        await chat.EmitAsync("hello", ("a", 1));
        await chat.With(new EmitOptions { WhenDisconnected = WhenDisconnected.Drop }).EmitAsync("live");
        await chat.SendAsync(new byte[] { 1, 2 });

        Assert.That(chat.Emitted.Select(emitted => emitted.Name), Is.EqualTo(["hello", "live", "message"]));
        Assert.That(chat.Emitted.Single("hello").Get<(string, int)>(), Is.EqualTo(("a", 1)));
        Assert.That(chat.Emitted.Single("message").Get<byte[]>(), Is.EqualTo(new byte[] { 1, 2 }));
        Assert.That(() => chat.Emitted.Single("bye"), Throws.InvalidOperationException.With.Message.StartsWith("No 'bye' was emitted."));
        Assert.That(async () => await chat.EmitAsync("connect"), Throws.ArgumentException);
    }

    [Test]
    public async Task Calls_are_answered_as_the_test_says()
    {
        var chat = new RecordingEmitter<Chat>();
        chat.On("ask", (string text) => (text.Length, "fine"));

        Assert.That(await chat.CallAsync<(int, string)>("ask", "four").Within(), Is.EqualTo((4, "fine")));
        Assert.That(chat.Emitted.Single("ask").AcknowledgementRequested);
        Assert.That(() => chat.CallAsync("tell", 1).Within(), Throws.InvalidOperationException.With.Message.Contains("On(\"tell\", …)"));
        using (chat.Fail("tell", new SocketIOTimeoutException("too late")))
            Assert.That(() => chat.CallAsync("tell", 1).Within(), Throws.TypeOf<SocketIOTimeoutException>());
    }

    [Test]
    [Category("M2")]
    public async Task A_call_times_out_by_the_clock_of_the_options()
    {
        var clock = new FakeTimeProvider();
        var chat = new RecordingEmitter<Chat>(options => options.TimeProvider = clock);
        chat.On("ask", () => new TaskCompletionSource<int>().Task);

        var call = chat.CallAsync<int>("ask", null, TimeSpan.FromSeconds(5));
        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.That(() => call.Within(), Throws.TypeOf<SocketIOTimeoutException>());
    }

    [Test]
    public async Task A_callback_is_called_before_the_emit_completes()
    {
        var chat = new RecordingEmitter<Chat>();
        chat.On("ask", async (string text) =>
        {
            await Task.Yield();
            return text.Length;
        });
        var heard = new List<int>();

        await chat.EmitAsync("ask", "four", async (int length) =>
        {
            await chat.EmitAsync("ask", "twelve", (int next) => heard.Add(next));
            heard.Add(length);
        }).AsTask().Within();
        await chat.EmitAsync("other", (int _) => heard.Add(0)).AsTask().Within();

        Assert.That(heard, Is.EquivalentTo([4, 6]));
        Assert.That(
            () => chat.EmitAsync("ask", "four", void (int _) => throw new InvalidDataException()).AsTask().Within(),
            Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    [Category("M12")]
    public async Task A_delivery_is_acknowledged_unless_the_test_says_otherwise()
    {
        var chat = new RecordingEmitter<Chat>();

        Assert.That(await chat.DeliverAsync("order", 1).Within(), Is.EqualTo(Delivery.Acknowledged));
        using (chat.Fail("order", new SocketIOTimeoutException("too late") { Delivery = Delivery.Unknown }))
            Assert.That(await chat.DeliverAsync("order", 2).Within(), Is.EqualTo(Delivery.Unknown));
    }

    [Test]
    public void It_emits_on_the_path_of_the_class_or_the_given_one()
    {
        Assert.That(new RecordingEmitter<Chat>().Namespace, Is.EqualTo("/chat"));
        Assert.That(new RecordingEmitter<Chat>(path: "/other").Namespace, Is.EqualTo("/other"));
        Assert.That(new RecordingEmitter<RecordingEmitterTests>().Namespace, Is.EqualTo("/"));
        Assert.That(new RecordingEmitter().Namespace, Is.EqualTo("/"));
        Assert.That(new RecordingEmitter().IsConnected);
        Assert.That(() => new RecordingEmitter(path: "chat"), Throws.ArgumentException);
    }

    [Test]
    public async Task A_typed_server_is_recorded_too()
    {
        var chat = new RecordingEmitter<Chat>();
        chat.On("ask", (string text) => text.Length);

        Assert.That(await chat.As<IServer>(EventNaming.CamelCase).Ask("four").Within(), Is.EqualTo(4));
    }

    public interface IServer
    {
        Task<int> Ask(string text);
    }

    [Namespace("/chat")]
    private sealed class Chat : AsyncClientNamespace;
}
