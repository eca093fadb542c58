using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SocketIO.Namespaces.Diagnostics;

/// <summary>What clients count and measure, as instruments of the meter <c>SocketIO.Namespaces</c>. Names and units follow OpenTelemetry's conventions for
/// messaging where they have one. Nothing is measured that nobody listens to.</summary>
internal sealed class ClientMetrics
{
    public const string MeterName = "SocketIO.Namespaces";

    private static readonly Lazy<ClientMetrics> Default = new(() => new ClientMetrics(new Meter(MeterName)));

    private readonly Counter<long> _sent;
    private readonly Counter<long> _received;
    private readonly Counter<long> _unhandled;
    private readonly Counter<long> _eventsDropped;
    private readonly Counter<long> _emitsDropped;
    private readonly Counter<long> _acknowledgementsIgnored;
    private readonly Counter<long> _handlerErrors;
    private readonly Counter<long> _connections;
    private readonly Counter<long> _connectFailures;
    private readonly Counter<long> _disconnects;
    private readonly Counter<long> _limitsReached;
    private readonly Histogram<double> _handlerDuration;
    private readonly Histogram<double> _callDuration;

    private ClientMetrics(Meter meter)
    {
        _sent = meter.CreateCounter<long>("messaging.client.sent.messages", "{message}", "Events handed to a connection.");
        _received = meter.CreateCounter<long>("messaging.client.consumed.messages", "{message}", "Events given to a handler.");
        _handlerDuration = meter.CreateHistogram<double>("messaging.process.duration", "s", "How long handlers of events took.");
        _callDuration = meter.CreateHistogram<double>("messaging.client.operation.duration", "s", "How long calls took, from the emit to the acknowledgement.");
        _unhandled = meter.CreateCounter<long>("socketio.client.events.unhandled", "{event}", "Events that nothing handles.");
        _eventsDropped = meter.CreateCounter<long>("socketio.client.events.dropped", "{event}", "Events dropped because handlers or observers did not keep up.");
        _emitsDropped = meter.CreateCounter<long>("socketio.client.emits.dropped", "{event}", "Emits that were accepted and then dropped: too old, too large for the server, or the client ended.");
        _acknowledgementsIgnored = meter.CreateCounter<long>("socketio.client.acknowledgements.ignored", "{acknowledgement}", "Acknowledgements that nobody waited for: late, repeated or made up.");
        _handlerErrors = meter.CreateCounter<long>("socketio.client.handler.errors", "{error}", "Handlers, callbacks and observers that threw or whose arguments did not fit.");
        _connections = meter.CreateCounter<long>("socketio.client.connections", "{connection}", "Connections made.");
        _connectFailures = meter.CreateCounter<long>("socketio.client.connect.failures", "{attempt}", "Attempts to connect that failed.");
        _limitsReached = meter.CreateCounter<long>("socketio.client.limits.reached", "{time}", "How often a limit of the client's options made something wait, or had it refused, dropped or its connection closed.");
        _disconnects = meter.CreateCounter<long>("socketio.client.disconnects", "{connection}", "Connections that ended.");
    }

    /// <summary>Whether somebody wants to know how long handlers take.</summary>
    public bool TimesHandlers => _handlerDuration.Enabled;

    /// <summary>Whether somebody wants to know how long calls take.</summary>
    public bool TimesCalls => _callDuration.Enabled;

    /// <summary>The instruments: those of the application's meter factory, or else of the process.</summary>
    public static ClientMetrics Create(IMeterFactory? factory) => factory is null ? Default.Value : new ClientMetrics(factory.Create(MeterName));

    public void EventSent(string @namespace) => Add(_sent, @namespace, "emit");

    public void EventReceived(string @namespace) => Add(_received, @namespace, "receive");

    public void EventUnhandled(string @namespace) => Add(_unhandled, @namespace);

    public void EventDropped(string @namespace, long count = 1) => Add(_eventsDropped, @namespace, count: count);

    public void EmitDropped(string @namespace, long count = 1) => Add(_emitsDropped, @namespace, count: count);

    public void AcknowledgementIgnored(string @namespace) => Add(_acknowledgementsIgnored, @namespace);

    public void HandlerFailed(string @namespace, Exception exception)
    {
        if (_handlerErrors.Enabled)
            _handlerErrors.Add(1, TagsOf(@namespace, operation: null, exception));
    }

    public void HandlerEnded(string @namespace, TimeSpan duration, Exception? failure)
        => _handlerDuration.Record(duration.TotalSeconds, TagsOf(@namespace, "process", failure));

    public void CallEnded(string @namespace, TimeSpan duration, Exception? failure)
        => _callDuration.Record(duration.TotalSeconds, TagsOf(@namespace, "call", failure));

    /// <param name="transport">What it uses.</param>
    /// <param name="isReconnect">Whether it replaces one that was lost.</param>
    public void Connected(TransportKind transport, bool isReconnect)
        => _connections.Add(1, new("socketio.transport", Lower(transport)), new("socketio.reconnect", isReconnect));

    public void ConnectFailed(Exception failure) => _connectFailures.Add(1, new KeyValuePair<string, object?>("error.type", TypeOf(failure)));

    /// <param name="limit">Its name among the options.</param>
    public void LimitReached(string limit) => _limitsReached.Add(1, new KeyValuePair<string, object?>("socketio.limit", limit));

    public void Disconnected(DisconnectReason reason) => _disconnects.Add(1, new KeyValuePair<string, object?>("socketio.disconnect.reason", reason.ToString()));

    private static void Add(Counter<long> counter, string @namespace, string? operation = null, long count = 1)
    {
        if (counter.Enabled)
            counter.Add(count, TagsOf(@namespace, operation, failure: null));
    }

    private static TagList TagsOf(string @namespace, string? operation, Exception? failure)
    {
        var tags = new TagList { { "messaging.system", "socketio" }, { "messaging.destination.name", @namespace } };
        if (operation is not null)
            tags.Add("messaging.operation.name", operation);
        if (failure is not null)
            tags.Add("error.type", TypeOf(failure));
        return tags;
    }

    private static string TypeOf(Exception failure) => failure.GetType().FullName!;

    private static string Lower(TransportKind transport) => transport == TransportKind.WebSocket ? "websocket" : "polling";
}
