using System.Text;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Handling;

/// <summary>Somebody who looks on at events: copies of them wait here, so that the observer and the handlers are in nobody's way.</summary>
/// <param name="eventName">The event; null for all.</param>
/// <param name="isOutgoing">Whether it looks on at emits, not at what arrives.</param>
/// <param name="limits">The bounds of what waits.</param>
/// <param name="reporter">Hears when they are reached.</param>
internal sealed class EventObserver(string? eventName, bool isOutgoing, SocketIOLimits limits, LimitReporter reporter)
{
    private readonly byte[]? _utf8Name = eventName is null ? null : Encoding.UTF8.GetBytes(eventName);

    public bool IsOutgoing => isOutgoing;

    public bool IsStream => eventName is not null;

    public string DisplayName => eventName ?? EventNames.CatchAll;

    public ObserverQueue Queue { get; } = new(limits, reporter);

    /// <summary>What to end with; null for a quiet end.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Completes when the observer has seen all; at once where nobody but its user knows.</summary>
    public Task Completion { get; set; } = Task.CompletedTask;

    public bool Watches(IncomingPacket packet) => _utf8Name is null || packet.EventName.SequenceEqual(_utf8Name);

    /// <summary>How many events it was too slow for.</summary>
    public long Missed { get; private set; }

    /// <summary>Takes an event.</summary>
    /// <returns>How many older ones were lost over it.</returns>
    public int Post(IncomingPacket packet)
    {
        var lost = Queue.Post(packet);
        Missed += lost;
        return lost;
    }

    /// <summary>Ends a stream when a token is cancelled.</summary>
    public CancellationTokenRegistration EndWith(CancellationToken cancellationToken)
        => cancellationToken.UnsafeRegister(static queue => ((ObserverQueue)queue!).Complete(), Queue);

    /// <summary>Ends a stream once what waits has been read.</summary>
    public void End(Exception? failure)
    {
        Failure = failure;
        Queue.Complete();
    }
}
