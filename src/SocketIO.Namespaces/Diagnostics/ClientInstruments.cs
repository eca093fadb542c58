using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace SocketIO.Namespaces.Diagnostics;

/// <summary>The instruments of one meter, which all of its clients share. Names and units follow OpenTelemetry's conventions for messaging where they have one.</summary>
internal sealed class ClientInstruments
{
    private static readonly Lazy<ClientInstruments> OfProcess = new(() => new ClientInstruments(new Meter(Options())));
    private static readonly ConditionalWeakTable<Meter, ClientInstruments> OfMeters = [];

    // The convention's boundaries for operations that take milliseconds to seconds.
    private static readonly InstrumentAdvice<double> Durations = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] };

    private ClientInstruments(Meter meter)
    {
        Sent = meter.CreateCounter<long>("messaging.client.sent.messages", "{message}", "Events handed to a connection.");
        Consumed = meter.CreateCounter<long>("messaging.client.consumed.messages", "{message}", "Events given to a handler.");
        HandlerDuration = meter.CreateHistogram("messaging.process.duration", "s", "How long handlers of events took.", tags: null, Durations);
        CallDuration = meter.CreateHistogram("messaging.client.operation.duration", "s", "How long calls took, from the emit to the acknowledgement.", tags: null, Durations);
        Connections = meter.CreateCounter<long>("socketio.client.connections", "{connection}", "Connections made.");
        ConnectFailures = meter.CreateCounter<long>("socketio.client.connect.failures", "{attempt}", "Attempts to connect that failed.");
        Disconnects = meter.CreateCounter<long>("socketio.client.disconnects", "{connection}", "Connections that ended.");
        Traffic = meter.CreateCounter<long>("socketio.client.network.io", "By", "Bytes of packets and attachments, without what frames them.");
        Unhandled = meter.CreateCounter<long>("socketio.client.events.unhandled", "{event}", "Events that nothing handles.");
        EventsDropped = meter.CreateCounter<long>("socketio.client.events.dropped", "{event}", "Events dropped because handlers or observers did not keep up.");
        EmitsDropped = meter.CreateCounter<long>("socketio.client.emits.dropped", "{event}", "Emits that were accepted and then dropped: too old, too large for the server, or the client ended.");
        AcknowledgementsIgnored = meter.CreateCounter<long>("socketio.client.acknowledgements.ignored", "{acknowledgement}", "Acknowledgements that nobody waited for: late, repeated or made up.");
        HandlerErrors = meter.CreateCounter<long>("socketio.client.handler.errors", "{error}", "Handlers, callbacks and observers that threw or whose arguments did not fit.");
        LimitsReached = meter.CreateCounter<long>("socketio.client.limits.reached", "{time}", "How often a limit of the client's options made something wait, or had it refused, dropped or its connection closed.");

        meter.CreateObservableUpDownCounter("socketio.client.count", Clients.CountStates, "{client}", "Clients, by state.");
        meter.CreateObservableUpDownCounter("socketio.client.outbox.packets", () => Clients.Sum(client => client.OutboxPackets), "{packet}", "Packets that wait to be written.");
        meter.CreateObservableUpDownCounter("socketio.client.inbox.events", () => Clients.SumByNamespace(load => load.InboxEvents), "{event}", "Events that wait for a handler or are being handled.");
        meter.CreateObservableUpDownCounter("socketio.client.calls.pending", () => Clients.SumByNamespace(load => load.PendingCalls), "{call}", "Acknowledgements that calls, callbacks and deliveries wait for.");
        meter.CreateObservableUpDownCounter("socketio.client.emits.buffered", () => Clients.SumByNamespace(load => load.BufferedEmits), "{event}", "Emits that wait for a connection.");
    }

    public Counter<long> Sent { get; }

    public Counter<long> Consumed { get; }

    public Histogram<double> HandlerDuration { get; }

    public Histogram<double> CallDuration { get; }

    public Counter<long> Connections { get; }

    public Counter<long> ConnectFailures { get; }

    public Counter<long> Disconnects { get; }

    public Counter<long> Traffic { get; }

    public Counter<long> Unhandled { get; }

    public Counter<long> EventsDropped { get; }

    public Counter<long> EmitsDropped { get; }

    public Counter<long> AcknowledgementsIgnored { get; }

    public Counter<long> HandlerErrors { get; }

    public Counter<long> LimitsReached { get; }

    /// <summary>Those that the remaining instruments read.</summary>
    public MeasuredClients Clients { get; } = new();

    /// <summary>The instruments of the application's meter factory, or else of the process.</summary>
    public static ClientInstruments Of(IMeterFactory? factory)
        => factory is null ? OfProcess.Value : OfMeters.GetValue(factory.Create(Options()), static meter => new ClientInstruments(meter));

    private static MeterOptions Options() => new(Telemetry.Name) { Version = Telemetry.Version };
}
