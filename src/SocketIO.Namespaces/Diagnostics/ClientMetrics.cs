using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SocketIO.Namespaces.Diagnostics;

/// <summary>What one client counts and measures, one method per fact. Nothing is measured that nobody listens to.</summary>
/// <param name="instruments">Where to.</param>
/// <param name="client">The client's name; empty for none.</param>
internal sealed class ClientMetrics(ClientInstruments instruments, string client)
{
    /// <summary>Whether somebody wants to know how long handlers take.</summary>
    public bool TimesHandlers => instruments.HandlerDuration.Enabled;

    /// <summary>Whether somebody wants to know how long calls take.</summary>
    public bool TimesCalls => instruments.CallDuration.Enabled;

    /// <summary>Whether somebody wants to know how many bytes come and go.</summary>
    public bool CountsBytes => instruments.Traffic.Enabled;

    /// <summary>The measurements of a client, by the instruments of the application's meter factory or else of the process.</summary>
    public static ClientMetrics Create(IMeterFactory? factory, string client = "") => new(ClientInstruments.Of(factory), client);

    /// <summary>Lets collectors read a client, until it is disposed or forgotten.</summary>
    public void Observe(IMeasuredClient measured) => instruments.Clients.Add(measured);

    /// <summary>The client is disposed.</summary>
    public void Forget(IMeasuredClient measured) => instruments.Clients.Remove(measured);

    public void EventSent(string @namespace) => Add(instruments.Sent, @namespace, Operations.Send);

    /// <param name="namespace">Where it was received.</param>
    /// <param name="registeredAs">The event's name as its handler has it: the peer chooses how it spells names, and how many.</param>
    public void EventReceived(string @namespace, string registeredAs)
    {
        if (instruments.Consumed.Enabled)
            instruments.Consumed.Add(1, TagsOf(@namespace, Operations.Process, registeredAs));
    }

    /// <inheritdoc cref="EventReceived"/>
    public void HandlerEnded(string @namespace, string registeredAs, TimeSpan duration, Exception? failure)
        => instruments.HandlerDuration.Record(duration.TotalSeconds, TagsOf(@namespace, Operations.Process, registeredAs, failure));

    public void CallEnded(string @namespace, TimeSpan duration, Exception? failure)
        => instruments.CallDuration.Record(duration.TotalSeconds, TagsOf(@namespace, Operations.Call, failure: failure));

    public void EventUnhandled(string @namespace) => Add(instruments.Unhandled, @namespace);

    public void EventDropped(string @namespace, long count = 1) => Add(instruments.EventsDropped, @namespace, count: count);

    public void EmitDropped(string @namespace, long count = 1) => Add(instruments.EmitsDropped, @namespace, count: count);

    public void AcknowledgementIgnored(string @namespace) => Add(instruments.AcknowledgementsIgnored, @namespace);

    public void HandlerFailed(string @namespace, Exception exception)
    {
        if (instruments.HandlerErrors.Enabled)
            instruments.HandlerErrors.Add(1, TagsOf(@namespace, failure: exception));
    }

    public void BytesSent(TransportKind transport, long count) => Count(count, transport, "transmit");

    public void BytesReceived(TransportKind transport, long count) => Count(count, transport, "receive");

    /// <param name="transport">What it uses.</param>
    /// <param name="isReconnect">Whether it replaces one that was lost.</param>
    public void Connected(TransportKind transport, bool isReconnect)
        => instruments.Connections.Add(1, Named(new TagList { { TagNames.Transport, TransportNames.Of(transport) }, { TagNames.Reconnect, isReconnect } }));

    public void ConnectFailed(string errorType) => instruments.ConnectFailures.Add(1, Named(new TagList { { TagNames.ErrorType, errorType } }));

    public void Disconnected(DisconnectReason reason) => instruments.Disconnects.Add(1, Named(new TagList { { TagNames.DisconnectReason, reason.ToString() } }));

    /// <param name="limit">Its name among the options.</param>
    public void LimitReached(string limit) => instruments.LimitsReached.Add(1, Named(new TagList { { TagNames.Limit, limit } }));

    private void Count(long bytes, TransportKind transport, string direction)
        => instruments.Traffic.Add(bytes, Named(new TagList { { TagNames.Direction, direction }, { TagNames.Transport, TransportNames.Of(transport) } }));

    private void Add(Counter<long> counter, string @namespace, string? operation = null, long count = 1)
    {
        if (counter.Enabled)
            counter.Add(count, TagsOf(@namespace, operation));
    }

    private TagList TagsOf(string @namespace, string? operation = null, string? eventName = null, Exception? failure = null)
    {
        var tags = new TagList { { TagNames.System, Telemetry.MessagingSystem }, { TagNames.Destination, @namespace } };
        if (operation is not null)
            tags.Add(TagNames.OperationName, operation);
        if (eventName is not null)
            tags.Add(TagNames.EventName, eventName);
        if (failure is not null)
            tags.Add(TagNames.ErrorType, ErrorTypes.Of(failure));
        return Named(tags);
    }

    private TagList Named(TagList tags)
    {
        if (client.Length > 0)
            tags.Add(TagNames.Client, client);
        return tags;
    }
}
