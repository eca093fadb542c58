using SocketIO.Namespaces.Clients.Connecting;

namespace SocketIO.Namespaces.Clients.Joining;

/// <summary>A CONNECT whose answer is outstanding.</summary>
/// <param name="Connection">The connection it was sent on.</param>
/// <param name="Hold">Whether emits other than the connect handlers' wait until those are done.</param>
/// <param name="Early">The events that come before the answer.</param>
internal sealed record PendingJoin(Connection Connection, bool Hold, EarlyEvents Early)
{
    /// <summary>The server's refusal, or null for its consent.</summary>
    public TaskCompletionSource<ConnectError?> Answer { get; } = Unwatched();

    /// <summary>An answer that may fail unseen: whoever waits for it may have given up.</summary>
    private static TaskCompletionSource<ConnectError?> Unwatched()
    {
        var answer = new TaskCompletionSource<ConnectError?>(TaskCreationOptions.RunContinuationsAsynchronously);
        answer.Task.IgnoreFailure();
        return answer;
    }
}
