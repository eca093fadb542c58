using System.Runtime.CompilerServices;
using SocketIO.Namespaces.Clients.Handling;
using SocketIO.Namespaces.Clients.Sending;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>The read loop's wait for the next packet. Where it has to wait, the handlers and callers concerned by what was read go on: one of them on the very
/// thread that has read, once the wait is under way and needs none. So what comes alone is spared a switch of threads, which takes longer than all else about it.</summary>
internal readonly struct Reception(ValueTask<EnginePacket?> receiving, HandlerWakeUps wakeUps, AnsweredCalls answered) : ICriticalNotifyCompletion
{
    private readonly ConfiguredValueTaskAwaitable<EnginePacket?>.ConfiguredValueTaskAwaiter _awaiter = receiving.ConfigureAwait(false).GetAwaiter();

    public bool IsCompleted => _awaiter.IsCompleted;

    public Reception GetAwaiter() => this;

    public EnginePacket? GetResult() => _awaiter.GetResult();

    public void UnsafeOnCompleted(Action continuation)
    {
        var inbox = wakeUps.FlushButLone();
        var call = answered.FlushButLast();
        _awaiter.UnsafeOnCompleted(continuation);

        // From here on the loop may go on on another thread, with what this one was given. Who completes a receive need not be a thread of the pool: another
        // one may have more to do than to run users' code.
        var here = Thread.CurrentThread.IsThreadPoolThread;
        inbox?.Wake(here && call is null);
        if (here)
            call?.GoOn();
        else
            call?.GoOnElsewhere();
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);
}
