using System.Threading.Tasks.Sources;

namespace SocketIO.Namespaces.Tests.TestDoubles;

/// <summary>What stands behind a value task that is pending when first looked at, and has completed from then on.</summary>
internal sealed class HastyTaskSource : IValueTaskSource
{
    private int _looks;
    private int _resultsTaken;

    public int ResultsTaken => Volatile.Read(ref _resultsTaken);

    public ValueTaskSourceStatus GetStatus(short token) => Interlocked.Increment(ref _looks) == 1 ? ValueTaskSourceStatus.Pending : ValueTaskSourceStatus.Succeeded;

    public void GetResult(short token) => Interlocked.Increment(ref _resultsTaken);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => ThreadPool.QueueUserWorkItem(_ => continuation(state));
}
