namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>Data on their way that a test holds in its hand.</summary>
internal sealed class HeldChunk(ReadOnlyMemory<byte> data, ProxiedConnection connection)
{
    private readonly TaskCompletionSource<ReadOnlyMemory<byte>> _decision = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Length => data.Length;

    internal Task<ReadOnlyMemory<byte>> Decision => _decision.Task;

    /// <summary>Lets them go on.</summary>
    public void Release() => _decision.TrySetResult(data);

    /// <summary>Lets the first of them go on, and then closes the connection in an orderly way.</summary>
    public void Cut(int after = 0)
    {
        connection.Cut(data[..after]);
        _decision.TrySetResult(default);
    }

    /// <summary>Resets the connection: they never arrive.</summary>
    public void Reset()
    {
        connection.Reset();
        _decision.TrySetResult(default);
    }
}
