using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace SocketIO.Namespaces.Tests.TestDoubles;

/// <summary>A meter factory, and a service provider that has nothing else, which writes down what is measured.</summary>
internal sealed class RecordedMeters : IMeterFactory, IServiceProvider
{
    private readonly ConcurrentQueue<(string Instrument, string Measurement)> _measured = [];
    private readonly ConcurrentQueue<Instrument> _published = [];
    private readonly List<Meter> _made = [];
    private readonly MeterListener _listener = new();

    public RecordedMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!_made.Contains(instrument.Meter))
                return;
            _published.Enqueue(instrument);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The instruments there are.</summary>
    public IReadOnlyCollection<Instrument> Published => _published;

    public IReadOnlyList<string> Of(string instrument)
        => [.. _measured.Where(measured => measured.Instrument == instrument).Select(measured => measured.Measurement)];

    /// <summary>What an instrument that is read when somebody collects has to say now.</summary>
    public IReadOnlyList<string> Now(string instrument)
    {
        var before = Of(instrument).Count;
        _listener.RecordObservableInstruments();
        return [.. Of(instrument).Skip(before)];
    }

    /// <summary>Makes one meter of each name, as the real factory does.</summary>
    public Meter Create(MeterOptions options)
    {
        if (_made.Find(made => made.Name == options.Name) is { } made)
            return made;
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
