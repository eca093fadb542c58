using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Engine;

/// <summary>The packets that wait to be written, bounded by count and bytes. Many put in, one write loop takes out; who finds no room waits in line.</summary>
internal sealed class Outbox(int maxPackets, long maxBytes, TimeProvider time, LimitReporter? reporter = null)
{
    // How many packets the write loop takes on the thread of who put one in: others that come meanwhile are not his to write.
    private const int MostTakenHere = 16;

    private readonly Lock _gate = new();
    private readonly Queue<OutgoingPacket> _packets = new();
    private readonly LinkedList<OutboxWaiter> _waiters = new();
    private readonly WriteSignal _signal = new(time);
    private FlushMarks _marks = new();  // not read-only, as it would be copied then
    private OutgoingPacket? _urgent;
    private long _bytes;
    private bool _isCompleted;          // nothing may be put in any more
    private bool _isStopped;            // nothing may be taken out any more either
    private int? _lent;                 // how many packets the loop may still take on the thread of who put one in; null on its own

    /// <summary>How many packets wait to be written, those that wait for room among them.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _packets.Count + _waiters.Count;
        }
    }

    private bool IsAnythingThere => _packets.Count > 0 || _urgent is not null;

    /// <summary>Puts a packet in line, waiting for room; disposes it if that is cancelled.</summary>
    /// <returns>False if nothing is taken in any more; the packet then remains the caller's.</returns>
    public ValueTask<bool> EnqueueAsync(OutgoingPacket packet, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            packet.Dispose();
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }

        OutboxWaiter waiter;
        string? limit = null;
        lock (_gate)
        {
            if (_isCompleted) return new(false);
            if (_waiters.Count == 0 && HasRoomFor(packet))
            {
                Add(packet);
                return new(true);
            }

            if (_waiters.Count == 0)
                limit = _packets.Count >= maxPackets ? nameof(SocketIOLimits.OutboxPackets) : nameof(SocketIOLimits.OutboxBytes);
            waiter = new OutboxWaiter(packet);
            _waiters.AddLast(waiter.Node);
        }

        if (limit is not null)
            reporter?.OnWaiting(limit, "emits wait until the connection has taken others");
        return WaitForRoomAsync(waiter, cancellationToken);
    }

    /// <summary>Puts a packet in line if it need not wait for room.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="isLoopWaiting">Whether <see cref="WakeLoop"/> is to be called once no lock is held.</param>
    /// <returns>False if it would have to, or nothing is taken in any more; the packet then remains the caller's.</returns>
    public bool TryEnqueueNow(OutgoingPacket packet, out bool isLoopWaiting)
    {
        lock (_gate)
        {
            isLoopWaiting = _signal.IsAwaited;
            if (_isCompleted || _waiters.Count > 0 || !HasRoomFor(packet)) return false;
            Append(packet);
            return true;
        }
    }

    /// <summary>Has the write loop take what is in line.</summary>
    /// <param name="here">Whether it may do so on this thread, as a switch to another one takes longer than to write a packet. If it has written only just now,
    /// more packets may follow, and it goes on on a thread of its own after all, so that they go out together.</param>
    public void WakeLoop(bool here)
    {
        lock (_gate)
        {
            if (!IsAnythingThere) return;       // the loop has come upon it meanwhile
            if (!here || !_signal.TrySetHere())
            {
                _signal.Set(isThere: true);
                return;
            }

            _lent = MostTakenHere;
        }

        _signal.GoOnHere();
    }

    /// <summary>Puts a packet in line whatever the bounds.</summary>
    /// <returns>False if nothing is taken in any more; the packet then remains the caller's.</returns>
    public bool TryEnqueue(OutgoingPacket packet)
    {
        lock (_gate)
        {
            if (_isCompleted) return false;
            Add(packet);
            return true;
        }
    }

    /// <summary>Puts a packet in line whatever the bounds, as the last of its sender: what of his waits for room is turned away.</summary>
    /// <returns>False if nothing is taken in any more; the packet then remains the caller's.</returns>
    public bool TryEnqueueLast(OutgoingPacket packet, object sender)
    {
        lock (_gate)
        {
            if (_isCompleted) return false;
            for (var node = _waiters.First; node is not null;)
            {
                var next = node.Next;
                if (node.Value.Packet.Origin.Sender == sender)
                {
                    _waiters.Remove(node);
                    node.Value.TrySetResult(false);
                }

                node = next;
            }

            Add(packet);
            return true;
        }
    }

    /// <summary>Puts a packet ahead of the line, unless one is there already.</summary>
    /// <returns>False if it was not taken in; the packet then remains the caller's.</returns>
    public bool TryEnqueueFirst(OutgoingPacket packet)
    {
        lock (_gate)
        {
            if (_isCompleted || _urgent is not null) return false;
            _urgent = packet;
            _signal.Set(IsAnythingThere);
            return true;
        }
    }

    /// <summary>Waits until there is something to take.</summary>
    /// <returns>False when nothing is left and nothing more will come.</returns>
    public ValueTask<bool> WaitToTakeAsync()
    {
        lock (_gate)
        {
            if (_isStopped) return new(false);
            if (IsAnythingThere && _lent is null) return new(true);
            if (!IsAnythingThere && _isCompleted) return new(false);
            if (IsAnythingThere) ThreadPool.UnsafeQueueUserWorkItem(static outbox => outbox.WakeLoop(here: false), this, preferLocal: false);
            _lent = null;
            return _signal.WaitAsync();
        }
    }

    /// <summary>Takes the next packet out, now the caller's.</summary>
    public OutgoingPacket? TryTake()
    {
        lock (_gate)
        {
            if (_isStopped || _lent is 0) return null;
            _lent--;
            if (_urgent is { } urgent)
            {
                _urgent = null;
                return urgent;
            }

            if (!_packets.TryDequeue(out var packet)) return null;
            _marks.OnTaken();
            _bytes -= packet.ByteCount;
            AdmitWaiters();
            return packet;
        }
    }

    /// <summary>Tells that all packets taken so far are on the wire.</summary>
    public void MarkFlushed()
    {
        lock (_gate)
            _marks.OnFlushed();
    }

    /// <summary>Completes once what is in line now is on the wire, or never will be.</summary>
    public Task WhenFlushed()
    {
        lock (_gate)
            return _isStopped ? Task.CompletedTask : _marks.WhenFlushed();
    }

    /// <summary>Takes nothing in any more. What is in line may still be taken out.</summary>
    /// <param name="last">What goes into the line as its end, whatever the bounds; disposed if nothing is taken in any more.</param>
    public void Complete(params IReadOnlyList<OutgoingPacket> last)
    {
        lock (_gate)
        {
            if (_isCompleted)
            {
                foreach (var packet in last) packet.Dispose();
                return;
            }

            foreach (var packet in last) Add(packet);
            _isCompleted = true;
            while (_waiters.First is { } node)
            {
                _waiters.Remove(node);
                node.Value.TrySetResult(false);
            }

            _signal.Set(IsAnythingThere);
        }
    }

    /// <summary>Takes nothing in and gives nothing out any more.</summary>
    public void Stop()
    {
        Complete();
        lock (_gate)
        {
            _isStopped = true;
            _urgent?.Dispose();
            _urgent = null;
            _marks.GiveUp();
            _signal.Set(isThere: false);        // it may wait for another thread to take what is gone now
        }
    }

    /// <summary>After the stop: what was left in line, in order, now the caller's.</summary>
    public IReadOnlyList<OutgoingPacket> TakeRest()
    {
        lock (_gate)
        {
            OutgoingPacket[] rest = [.. _packets];
            _packets.Clear();
            return rest;
        }
    }

    private async ValueTask<bool> WaitForRoomAsync(OutboxWaiter waiter, CancellationToken cancellationToken)
    {
        var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (outbox, waiter) = ((Outbox, OutboxWaiter))state!;
                outbox.GiveUp(waiter, token);
            },
            (this, waiter));
        await using (registration.ConfigureAwait(false))
        {
            return await waiter.Task.ConfigureAwait(false);
        }
    }

    private void GiveUp(OutboxWaiter waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (waiter.Node.List is null) return;       // let in, or turned away, before
            _waiters.Remove(waiter.Node);
        }

        waiter.Packet.Dispose();
        waiter.TrySetCanceled(cancellationToken);
    }

    /// <summary>Lets waiters in once the line is half empty: one by one, each packet written would cost a switch to its writer and back.</summary>
    private void AdmitWaiters()
    {
        if (_packets.Count > maxPackets / 2 || _bytes > maxBytes / 2) return;
        while (_waiters.First is { } node && HasRoomFor(node.Value.Packet))
        {
            _waiters.Remove(node);
            Add(node.Value.Packet);
            node.Value.TrySetResult(true);
        }
    }

    private bool HasRoomFor(OutgoingPacket packet)
        => _packets.Count == 0 || (_packets.Count < maxPackets && _bytes + packet.ByteCount <= maxBytes);

    private void Add(OutgoingPacket packet)
    {
        Append(packet);
        _signal.Set(IsAnythingThere);
    }

    private void Append(OutgoingPacket packet)
    {
        _packets.Enqueue(packet);
        _marks.OnEntered();
        _bytes += packet.ByteCount;
    }
}
