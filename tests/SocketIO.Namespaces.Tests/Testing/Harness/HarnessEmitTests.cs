using Microsoft.Extensions.Time.Testing;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Testing.Harness;

public sealed class HarnessEmitTests
{
    [Test]
    public async Task What_the_class_emits_outside_of_handlers_is_there_at_once()
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat);

        await chat.EmitAsync("hello", ("a", 1));
        await chat.SendAsync("text");
        await chat.EmitAsync("bye");

        Assert.That(wire.Emitted.Select(emitted => emitted.ToString()), Is.EqualTo(["[\"hello\",\"a\",1]", "[\"message\",\"text\"]", "[\"bye\"]"]));
        Assert.That(wire.Emitted.Single("message").Get<string>(0), Is.EqualTo("text"));
        Assert.That(wire.Emitted.Single("hello").Get<(string, int)>(), Is.EqualTo(("a", 1)));
        Assert.That(wire.Emitted.Any(emitted => emitted.AcknowledgementRequested), Is.False);
    }

    [Test]
    public async Task Single_lists_what_was_emitted()
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat);
        Assert.That(() => wire.Emitted.Single("hello"), Throws.InvalidOperationException.With.Message.EqualTo("No 'hello' was emitted. Nothing was."));

        await chat.EmitAsync("a", 1);
        await chat.EmitAsync("a", 2);

        Assert.That(() => wire.Emitted.Single("hello"), Throws.InvalidOperationException.With.Message.EqualTo("No 'hello' was emitted. Emitted: [\"a\",1], [\"a\",2]."));
        Assert.That(() => wire.Emitted.Single("a"), Throws.InvalidOperationException.With.Message.Contains("2 times"));
        wire.Emitted.Clear();
        Assert.That(wire.Emitted, Is.Empty);
    }

    [Test]
    public async Task Long_events_are_listed_by_their_beginning()
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat);

        await chat.EmitAsync("a", new string('x', 10_000));

        Assert.That(() => wire.Emitted.Single("b"), Throws.InvalidOperationException.With.Property("Message").Length.LessThan(300).And.Message.Contains("xxx…"));
    }

    [Test]
    public async Task Emits_of_many_threads_are_all_there()
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat);
        wire.On("ask", (Question question) => new Reply(question.Text.Length));

        var measured = await Task.WhenAll(Enumerable.Range(1, 100).Select(length => Task.Run(async () =>
            (await wire.RaiseAsync("measure", new string('x', length)))![0].GetInt32() == length
            && (await chat.CallAsync<Reply>("ask", new Question("xx"))).Length == 2))).Within();

        Assert.That(measured, Has.All.True);
        Assert.That(wire.Emitted, Has.Count.EqualTo(200));
        Assert.That(wire.Emitted.Count(emitted => emitted.Get<Question>().Text == "xx"), Is.GreaterThanOrEqualTo(100));
    }

    [Test]
    public async Task A_call_is_answered_as_the_test_says()
    {
        var wire = NamespaceHarness.Attach(new Chat());
        wire.On("ask", (Question question) => new Reply(question.Text.Length));

        var acknowledgement = await wire.RaiseAsync("measure", "four").Within();

        Assert.That(acknowledgement![0].GetInt32(), Is.EqualTo(4));
        Assert.That(wire.Emitted.Single("ask").Get<Question>(0), Is.EqualTo(new Question("four")));
        Assert.That(wire.Emitted.Single("ask").AcknowledgementRequested);
    }

    [Test]
    public void A_call_that_nothing_answers_fails_at_once() =>
        Assert.That(
            () => NamespaceHarness.Attach(new Chat()).RaiseAsync("measure", "four").Within(),
            Throws.InvalidOperationException.With.Message.Contains("On(\"ask\", …)"));

    [Test]
    public void A_call_fails_as_the_test_says()
    {
        var wire = NamespaceHarness.Attach(new Chat());
        using (wire.Fail("ask", new SocketIOTimeoutException("too late")))
            Assert.That(() => wire.RaiseAsync("measure", "four").Within(), Throws.TypeOf<SocketIOTimeoutException>().With.Message.EqualTo("too late"));

        wire.On("ask", Reply () => throw new NotSupportedException("a fault of the test"));
        Assert.That(() => wire.RaiseAsync("measure", "four").Within(), Throws.TypeOf<NotSupportedException>());
    }

    [Test]
    [Category("M2")]
    public async Task A_call_times_out_by_the_clock_of_the_options()
    {
        var clock = new FakeTimeProvider();
        var wire = NamespaceHarness.Attach(new Chat(), options => options.TimeProvider = clock);
        wire.On("ask", () => new TaskCompletionSource<Reply>().Task);

        var raised = wire.RaiseAsync("measure", "four");
        while (wire.Emitted.Count == 0 || !raised.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }

        Assert.That(() => raised, Throws.TypeOf<SocketIOTimeoutException>().With.Message.Contains("'ask'"));
    }

    [Test]
    [Category("M2")]
    public async Task A_call_fails_when_the_connection_is_lost()
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat);
        wire.On("ask", () => new TaskCompletionSource<Reply>().Task);

        var call = chat.CallAsync<Reply>("ask", new Question("?"));
        await wire.DisconnectAsync(DisconnectReason.TransportError).Within();

        Assert.That(
            () => call.Within(),
            Throws.TypeOf<SocketIODisconnectedException>().With.Property("Reason").EqualTo(DisconnectReason.TransportError).And.Property("Delivery").EqualTo(Delivery.Unknown));
    }

    [Test]
    public async Task An_EventException_of_the_answer_is_the_acknowledgement()
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat);
        wire.On("ask", Reply () => throw new EventException("refused", ("no", 7)));

        Assert.That(await chat.CallAsync<(string, int)>("ask", new Question("?")).Within(), Is.EqualTo(("no", 7)));
    }

    [Test]
    public async Task A_callback_is_called_with_the_answer_before_the_event_counts_as_handled()
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat);
        wire.On("ask", async (Question question) =>
        {
            await Task.Yield();
            return new Reply(question.Text.Length);
        });

        await wire.RaiseAsync("note", "four").Within();

        Assert.That(chat.Noted, Is.EqualTo(4));
        Assert.That(wire.Emitted.Single("ask").AcknowledgementRequested);
    }

    [Test]
    public async Task A_callback_is_not_called_without_an_answer()
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat);

        await wire.RaiseAsync("note", "four").Within();
        wire.Fail("ask", new SocketIOTimeoutException("too late"));
        await wire.RaiseAsync("note", "four").Within();

        Assert.That(chat.Noted, Is.Null);
        Assert.That(wire.Emitted.All("ask"), Has.Count.EqualTo(2));
    }

    [Test]
    public void What_a_callback_throws_is_thrown_to_the_test()
    {
        var wire = NamespaceHarness.Attach(new Chat());
        wire.On("ask", (Question question) => new Reply(-1));

        Assert.That(() => wire.RaiseAsync("note", "four").Within(), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    [Category("M12")]
    public async Task A_delivery_is_acknowledged_unless_the_test_says_otherwise()
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat);

        Assert.That(await chat.DeliverAsync("order", 1, new DeliveryOptions { MessageId = true }).Within(), Is.EqualTo(Delivery.Acknowledged));
        Assert.That(Guid.TryParse(wire.Emitted.Single("order").Get<string>(1), out _));
        using (wire.Fail("order", new SocketIOTimeoutException("too late") { Delivery = Delivery.NotSent }))
            Assert.That(await chat.DeliverAsync("order", 2).Within(), Is.EqualTo(Delivery.NotSent));
    }

    [Test]
    public async Task An_answer_may_raise_events_that_are_handled_behind_its_own()
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat);
        wire.On("ask", (Question question) =>
        {
            _ = wire.RaiseAsync("told", "later");
            return new Reply(1);
        });

        await wire.RaiseAsync("measure", "four").Within();

        Assert.That(chat.Told, Is.EqualTo("later"));
    }

    [Test]
    public async Task An_answer_may_await_an_event_that_is_handled_behind_its_own()
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat, options => options.TimeProvider = new FakeTimeProvider());
        wire.On("ask", async (Question _) => new Reply(await wire.RaiseAsync("told", "later") is null ? 1 : 2));

        var acknowledgement = await wire.RaiseAsync("measure", "four").Within();

        Assert.That(acknowledgement![0].GetInt32(), Is.EqualTo(1));
        Assert.That(chat.Told, Is.EqualTo("later"));
    }

    [Test]
    public async Task Outside_of_handlers_answers_and_callbacks_may_await_events_and_their_acknowledgements()
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat, options => options.TimeProvider = new FakeTimeProvider());
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        wire.On("ask", async (Question _) =>
        {
            await go.Task;
            return new Reply((await wire.RaiseAsync("told", "asked"))!.Length);
        });

        await chat.EmitAsync("ask", new Question("?"), async (Reply reply) => told.TrySetResult(reply.Length + (await wire.RaiseAsync("told", "answered"))!.Length));
        go.TrySetResult();

        Assert.That(await told.Task.Within(), Is.Zero);
        Assert.That(chat.Told, Is.EqualTo("answered"));
    }

    [Test]
    public void An_event_has_one_answer()
    {
        var wire = NamespaceHarness.Attach(new Chat());
        using (wire.On("ask", () => 1))
            Assert.That(() => wire.On("ask", () => 2), Throws.InvalidOperationException);

        Assert.That(() => wire.On("ask", () => 2), Throws.Nothing);
        Assert.That(() => wire.On("connect", () => 2), Throws.ArgumentException);
    }

    [Test]
    public void What_is_no_data_is_refused_as_in_a_client()
    {
        var chat = new Chat();
        NamespaceHarness.Attach(chat);

        Assert.That(async () => await chat.EmitAsync("a", (object)Task.CompletedTask), Throws.ArgumentException);
        Assert.That(async () => await chat.EmitAsync("connect"), Throws.ArgumentException);
        Assert.That(async () => await chat.EmitAsync("a", new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    private sealed record Question(string Text);

    private sealed record Reply(int Length);

    private sealed class Chat : AsyncClientNamespace
    {
        public int? Noted { get; private set; }

        public string? Told { get; private set; }

        public async Task<int> OnMeasure(string text) => (await CallAsync<Reply>("ask", new Question(text))).Length;

        public ValueTask OnNote(string text) => EmitAsync("ask", new Question(text), (Reply reply) =>
        {
            Noted = reply.Length >= 0 ? reply.Length : throw new InvalidDataException();
        });

        public void OnTold(string text) => Told = text;
    }
}
