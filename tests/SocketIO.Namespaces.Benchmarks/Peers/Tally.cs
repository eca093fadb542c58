using SocketIO.Namespaces.Benchmarks.Server;

namespace SocketIO.Namespaces.Benchmarks.Peers;

/// <summary>Counts the messages that handlers have seen, and sums up their ids: a handler that did not run would show.</summary>
internal sealed class Tally
{
    private int _left;
    private TaskCompletionSource _done = new();

    public long Sum { get; private set; }

    public Task Done => _done.Task;

    public void Expect(int count)
    {
        _left = count;
        Sum = 0;
        _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Add(int id)
    {
        Sum += id;
        if (--_left == 0)
            _done.TrySetResult();
    }

    public static void Check(long sum, int count)
    {
        if (sum != FloodPackets.Checksum(count))
            throw new InvalidDataException($"The ids of {count} messages add up to {sum} instead of {FloodPackets.Checksum(count)}.");
    }

    public static void CheckReceived(long received, int count)
    {
        if (received != count)
            throw new InvalidDataException($"The server received {received} of {count} events.");
    }
}
