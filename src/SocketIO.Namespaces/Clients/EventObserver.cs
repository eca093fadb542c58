using System.Numerics;
using System.Text;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients;

/// <summary>Somebody who looks on at events: copies of them wait here, so that the observer and the handlers are in nobody's way.</summary>
/// <param name="eventName">The event; null for all.</param>
/// <param name="isOutgoing">Whether it looks on at emits, not at what arrives.</param>
/// <param name="limits">The bounds of what waits.</param>
internal sealed class EventObserver(string? eventName, bool isOutgoing, SocketIOLimits limits)
{
    private readonly byte[]? _utf8Name = eventName is null ? null : Encoding.UTF8.GetBytes(eventName);
    private long _missed;

    public bool IsOutgoing => isOutgoing;

    public bool IsStream => eventName is not null;

    public string DisplayName => eventName ?? EventNames.CatchAll;

    public ObserverQueue Queue { get; } = new(limits);

    /// <summary>What to end with; null for a quiet end.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Completes when the observer has seen all; at once where nobody but its user knows.</summary>
    public Task Completion { get; set; } = Task.CompletedTask;

    public bool Watches(IncomingPacket packet) => _utf8Name is null || packet.EventName.SequenceEqual(_utf8Name);

    /// <summary>Takes an event.</summary>
    /// <returns>How many it has missed by now, when that is worth another warning; else 0.</returns>
    public long Post(IncomingPacket packet)
    {
        if (Queue.Post(packet) is not (var lost and > 0))
            return 0;
        var missed = Interlocked.Add(ref _missed, lost);
        return BitOperations.IsPow2(missed) ? missed : 0;
    }

    /// <summary>Ends a stream once what waits has been read.</summary>
    public void End(Exception? failure)
    {
        Failure = failure;
        Queue.Complete();
    }
}
