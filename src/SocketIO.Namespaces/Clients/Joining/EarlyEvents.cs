using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Joining;

/// <summary>Events that came before the server's answer to a CONNECT, as missed ones do: handled once it joins the namespace, never if it refuses.
/// Not thread-safe.</summary>
internal sealed class EarlyEvents(int maxBytes)
{
    private List<IncomingPacket> _events = [];
    private long _bytes;

    /// <summary>Takes an event, and with it the packet.</summary>
    /// <returns>False if more bytes wait than may; the packet is gone.</returns>
    public bool TryAdd(IncomingPacket packet)
    {
        _bytes += packet.ByteCount;
        if (_bytes > maxBytes)
        {
            packet.Dispose();
            return false;
        }

        _events.Add(packet);
        return true;
    }

    /// <summary>Hands all of them over, in order.</summary>
    public IReadOnlyList<IncomingPacket> Take()
    {
        var taken = _events;
        _events = [];
        _bytes = 0;
        return taken;
    }

    public void Discard()
    {
        foreach (var packet in Take())
            packet.Dispose();
    }
}
