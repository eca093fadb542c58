using System.Diagnostics;
using SocketIO.Namespaces.Clients.Connecting;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>A test of what a user's code does at some <see cref="Moment"/> in namespace <c>/</c>, while <c>/chat</c> is joined as well.</summary>
internal abstract class MomentTest : ClientTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private DateTimeOffset _began;

    protected AnsweringServer Server { get; private set; } = null!;

    /// <summary>The time that has passed for the client.</summary>
    protected TimeSpan Passed => Clock.GetUtcNow() - _began;

    [SetUp]
    public void SetUpServer()
    {
        Server = new AnsweringServer(Network);
        _began = Clock.GetUtcNow();
    }

    /// <summary>Connects, and brings the moment about; the first time it comes, it runs the action.</summary>
    protected async Task ReachAsync(Moment moment, Func<Task> action)
    {
        var times = 0;
        Task ActAsync() => Interlocked.Increment(ref times) == 1 ? action() : Task.CompletedTask;

        if (moment == Moment.Connect)
            Client.On("connect", ActAsync);
        else if (moment == Moment.Event)
            Client.On("event", ActAsync);
        else if (moment == Moment.Disconnect)
            Client.On("disconnect", ActAsync);
        else if (moment == Moment.ConnectError)
            Client.On("connect_error", ActAsync, AnsweringServer.Locked);
        else if (moment == Moment.Observer)
            Client.OnAny((string _) => ActAsync());

        var connecting = EndAsync(Client.ConnectAsync(Url, namespaces: ["/chat"]));
        await PlayUntilAsync(() => connecting.IsCompleted, TimeSpan.FromSeconds(10));
        if (moment is Moment.Event or Moment.Observer)
            Server.Connection.Send("""42["event"]""");
        else if (moment == Moment.Disconnect)
            Server.Connection.Break();
        else if (moment == Moment.ConnectError)
            _ = EndAsync(Client.JoinAsync(AnsweringServer.Locked));
        else if (moment == Moment.Callback)
            await Client.EmitAsync("ask", (int _) => ActAsync());
        else if (moment == Moment.BackgroundTask)
            _ = EndAsync(Client.StartBackgroundTask(_ => ActAsync()));
    }

    /// <summary>Lets the server answer until a fact comes about, and time pass from timer to timer, but no more of it in all than so much.</summary>
    protected async Task PlayUntilAsync(Func<bool> fact, TimeSpan limit)
    {
        for (var began = Stopwatch.GetTimestamp(); !fact(); await Task.Delay(1))
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"Waited in vain; state {Client.State}; notes: {string.Join(", ", Notes)}; timers: {string.Join(", ", Clock.Waits())}.");
            Server.Play();
            if (Clock.Waits().Where(wait => wait > TimeSpan.Zero).DefaultIfEmpty(TimeSpan.MaxValue).Min() is var next && next <= limit - Passed)
                Clock.Advance(next);
        }
    }

    /// <summary>The end of a task, whatever declared one it is.</summary>
    private static async Task EndAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception exception) when (exception is SocketIOException or OperationCanceledException or InvalidDataException)
        {
            await TestContext.Out.WriteLineAsync(exception.Message);
        }
    }
}
