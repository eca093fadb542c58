using System.Diagnostics.CodeAnalysis;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Sending;

/// <summary>The emits of one namespace that wait for a connection: in order, bounded by count and bytes, and each by its age. Not thread-safe.</summary>
internal sealed class EmitBuffer(SocketIOLimits limits, TimeProvider timeProvider)
{
    private readonly LinkedList<OutgoingPacket> _waiting = [];
    private LinkedListNode<OutgoingPacket>? _lastPrepended; // since a packet was taken
    private long _bytes;

    /// <summary>The acknowledgements that the waiting packets ask for.</summary>
    public IEnumerable<long> AckIds => _waiting.Where(packet => packet.Origin.AckId is not null).Select(packet => packet.Origin.AckId!.Value);

    public bool IsEmpty => _waiting.Count == 0;

    public int Count => _waiting.Count;

    /// <summary>Whether one more packet has room, once what has expired is out of the way.</summary>
    public bool HasRoomFor(OutgoingPacket packet, ICollection<OutgoingPacket> expired)
    {
        TakeExpired(expired);
        return _waiting.Count < limits.BufferedEmits && _bytes + packet.ByteCount <= limits.BufferedEmitBytes;
    }

    /// <summary>The limit that leaves no room.</summary>
    public string Limit => _waiting.Count >= limits.BufferedEmits ? nameof(SocketIOLimits.BufferedEmits) : nameof(SocketIOLimits.BufferedEmitBytes);

    public void Append(OutgoingPacket packet)
    {
        _waiting.AddLast(packet);
        _bytes += packet.ByteCount;
    }

    /// <summary>Puts back in front, in order, what had had its turn but was not sent.</summary>
    public void Prepend(IReadOnlyList<OutgoingPacket> packets)
    {
        _lastPrepended = null;
        for (var i = packets.Count - 1; i >= 0; i--)
        {
            var node = _waiting.AddFirst(packets[i]);
            _lastPrepended ??= node;
            _bytes += packets[i].ByteCount;
        }
    }

    /// <summary>Puts a packet back that was taken last and could not be sent: in front, but behind those that had been taken, and came back, before it.</summary>
    public void Restore(OutgoingPacket packet)
    {
        if (_lastPrepended is null)
            _waiting.AddFirst(packet);
        else
            _waiting.AddAfter(_lastPrepended, packet);
        _bytes += packet.ByteCount;
    }

    /// <summary>Takes the next packet worth sending.</summary>
    public bool TryTake([NotNullWhen(true)] out OutgoingPacket? next, ICollection<OutgoingPacket> expired)
    {
        TakeExpired(expired);
        next = _waiting.First?.Value;
        if (next is null)
            return false;
        Remove(_waiting.First!);
        _lastPrepended = null;
        return true;
    }

    /// <summary>Takes out everything that <paramref name="match"/> accepts.</summary>
    public IReadOnlyList<OutgoingPacket> TakeWhere(Predicate<OutgoingPacket> match)
    {
        var taken = new List<OutgoingPacket>();
        for (var node = _waiting.First; node is not null;)
        {
            var next = node.Next;
            if (match(node.Value))
            {
                taken.Add(node.Value);
                Remove(node);
            }

            node = next;
        }

        return taken;
    }

    // Only from the front: an emit with a shorter age than those before it is dropped when its turn comes.
    private void TakeExpired(ICollection<OutgoingPacket> expired)
    {
        var now = timeProvider.GetTimestamp();
        while (_waiting.First is { } first && first.Value.Origin.Expires <= now)
        {
            expired.Add(first.Value);
            Remove(first);
        }
    }

    private void Remove(LinkedListNode<OutgoingPacket> node)
    {
        _bytes -= node.Value.ByteCount;
        if (node == _lastPrepended)
            _lastPrepended = node.Previous;
        _waiting.Remove(node);
    }
}
