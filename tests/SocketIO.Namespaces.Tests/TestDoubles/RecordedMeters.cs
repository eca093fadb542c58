using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace SocketIO.Namespaces.Tests.TestDoubles;

/// <summary>A meter factory, and a service provider that has nothing else, which writes down what is measured.</summary>
internal sealed class RecordedMeters : IMeterFactory, IServiceProvider
{
    private readonly ConcurrentQueue<(string Instrument, string Measurement)> _measured = [];
    private readonly List<Meter> _made = [];
    private readonly MeterListener _listener = new();

    public RecordedMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (_made.Contains(instrument.Meter))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    public IReadOnlyList<string> Of(string instrument)
        => [.. _measured.Where(measured => measured.Instrument == instrument).Select(measured => measured.Measurement)];

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options);
        _made.Add(meter);
        return meter;
    }

    public object? GetService(Type serviceType) => serviceType == typeof(IMeterFactory) ? this : null;

    public void Dispose()
    {
        _listener.Dispose();
        _made.ForEach(meter => meter.Dispose());
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        => _measured.Enqueue((instrument.Name, $"{value} {string.Join(" ", tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal))}"));
}
