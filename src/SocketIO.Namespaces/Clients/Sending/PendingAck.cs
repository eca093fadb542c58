using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Sending;

/// <summary>Somebody waiting for an acknowledgement.</summary>
internal abstract class PendingAck(string eventName)
{
    /// <summary>What was emitted.</summary>
    public string EventName => eventName;

    /// <summary>How long the answer may take, where the registry watches it.</summary>
    public TimeSpan Wait { get; set; }

    /// <summary>The timestamp at which it is given up; the largest for never.</summary>
    public long Deadline { get; set; } = long.MaxValue;

    /// <summary>Takes the answer, and with it the packet.</summary>
    public abstract void Complete(IncomingPacket packet);

    /// <summary>There will be no answer.</summary>
    public abstract void Fail(SocketIOException reason);
}
