using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>A user's code fails, or never ends: nothing else feels it.</summary>
internal sealed class HandlerFaultTests : MomentTest
{
    private readonly List<string> _reported = [];
    private TaskCompletionSource _gate = null!;

    // A disconnect handler holds the reconnection up for HandlerTimeout at most, and the first delay comes behind it.
    private TimeSpan Limit => Options.Reconnection.HandlerTimeout + TimeSpan.FromSeconds(1.5);

    [SetUp]
    public void SetUp()
    {
        _reported.Clear();
        _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Options.OnHandlerError = error => _reported.Add(error.Exception.Message);
        Client.On("next", () => Note("next"));
        Client.On("ask", () => 7, "/chat");
    }

    [TearDown]
    public void OpenGate() => _gate.TrySetResult();

    [Test]
    [Category("M9")]
    [Category("fault-59")]
    public async Task Code_that_throws_is_reported_once_and_costs_nothing_else([Values] Moment moment)
    {
        await ReachAsync(moment, () =>
        {
            Note("reached");
            throw new InvalidDataException("of the user's");
        });
        await AssertOthersAreWellAsync();

        var call = Client.CallAsync<int>("ask");
        await PlayUntilAsync(() => call.IsCompleted, Limit);
        Assert.That(await call, Is.EqualTo(1));
        Server.Connection.Send("""42["next"]""");
        await PlayUntilAsync(() => Notes.Contains("next"), Limit);
        Assert.That(_reported, moment == Moment.BackgroundTask ? Is.Empty : Is.EqualTo(new[] { "of the user's" }));
    }

    [Test]
    [Category("M8")]
    [Category("M18")]
    [Category("fault-60")]
    public async Task Code_that_hangs_holds_up_neither_pings_nor_other_namespaces_nor_calls_nor_the_end([Values] Moment moment)
    {
        await ReachAsync(moment, () =>
        {
            Note("reached");
            return _gate.Task;
        });
        await AssertOthersAreWellAsync();

        var before = Passed;
        await Clock.RunUntilAsync(Client.DisposeAsync().AsTask());
        Assert.That(Passed - before, Is.LessThanOrEqualTo(Options.StopTimeout));
    }

    private async Task AssertOthersAreWellAsync()
    {
        await PlayUntilAsync(() => Notes.Contains("reached"), Limit);
        await PlayUntilAsync(() => Client.IsConnected && Client.Of("/chat").IsConnected && Client.State == ClientState.Connected, Limit);
        Server.Connection.Send("2");
        Server.Connection.Send("""42/chat,0["ask"]""");
        var call = Client.Of("/chat").CallAsync<int>("ask");
        await PlayUntilAsync(() => call.IsCompleted && Server.Received.Contains("3") && Server.Received.Contains("43/chat,0[7]"), Limit);
        Assert.That(await call.Within(), Is.EqualTo(1));
    }
}
