using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Clients.Handling;
using SocketIO.Namespaces.Clients.Sending;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

[Category("M2")]
[Category("F4")]
internal sealed class ReceptionTests
{
    private readonly AnsweredCalls _answered = new();
    private readonly List<IncomingPacket> _answers = [];

    [TearDown]
    public void TearDown()
    {
        foreach (var answer in _answers)
            answer.Dispose();
        _answers.Clear();
    }

    [Test]
    public async Task A_caller_goes_on_on_the_thread_that_has_read_once_the_loop_waits()
    {
        var isAttached = false;
        var receiving = new TaskCompletionSource<EnginePacket?>();
        var caller = Answer(() => (Environment.CurrentManagedThreadId, isAttached));
        var reader = await Task.Run(() =>
        {
            var reception = new Reception(new(receiving.Task), new HandlerWakeUps(), _answered);
            Assert.That(reception.IsCompleted, Is.False);
            isAttached = true;
            reception.UnsafeOnCompleted(static () => { });
            Assert.That(caller.IsCompleted, Is.True);
            return Environment.CurrentManagedThreadId;
        }).Within();

        Assert.That(await caller.Within(), Is.EqualTo((reader, true)));
    }

    [Test]
    public async Task The_loop_may_go_on_while_the_caller_has_the_thread()
    {
        var receiving = new TaskCompletionSource<EnginePacket?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var hasGoneOn = new ManualResetEventSlim();
        var caller = Answer(() =>
        {
            receiving.SetResult(null);
            return hasGoneOn.Wait(Soon.Patience);
        });
        await Task.Run(() => new Reception(new(receiving.Task), new HandlerWakeUps(), _answered).UnsafeOnCompleted(hasGoneOn.Set)).Within();

        Assert.That(await caller.Within(), Is.True);
    }

    [Test]
    public async Task A_thread_that_is_not_of_the_pool_is_not_taken()
    {
        var receiving = new TaskCompletionSource<EnginePacket?>();
        var caller = Answer(() => Thread.CurrentThread.IsThreadPoolThread);
        var reader = new Thread(() => new Reception(new(receiving.Task), new HandlerWakeUps(), _answered).UnsafeOnCompleted(static () => { }));
        reader.Start();
        reader.Join();

        Assert.That(await caller.Within(), Is.True);
    }

    /// <summary>A caller whose answer has been read.</summary>
    private Task<T> Answer<T>(Func<T> next)
    {
        var call = new PendingCall("ask");
        var caller = CallAsync();
        using var decoder = new PacketDecoder(new SocketIOLimits());
        var answer = decoder.DecodeText("30[1]"u8)!;
        _answers.Add(answer);
        call.Complete(answer);
        _answered.Add(call);
        return caller;

        async Task<T> CallAsync()
        {
            await call.Answer.ConfigureAwait(false);
            return next();
        }
    }
}
