using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>Everything that happened in one run, in order, with the client's own log; and what should not have happened.</summary>
internal sealed class Journal(TimeProvider clock) : ILoggerFactory, ILogger
{
    private readonly DateTimeOffset _began = clock.GetUtcNow();
    private readonly List<string> _lines = [];
    private readonly List<string> _faults = [];
    private readonly List<(int Id, IReadOnlyDictionary<string, object?> Values)> _logged = [];

    public bool HasFaults
    {
        get
        {
            lock (_lines)
                return _faults.Count > 0;
        }
    }

    public void Note(string line)
    {
        lock (_lines)
            _lines.Add($"{(clock.GetUtcNow() - _began).TotalSeconds,9:0.000}  {line}");
    }

    /// <summary>Notes that the client broke a promise.</summary>
    public void Fault(string fault)
    {
        Note("FAULT: " + fault);
        lock (_lines)
            _faults.Add(fault);
    }

    public void FaultUnless(bool isKept, string fault)
    {
        if (!isKept)
            Fault(fault);
    }

    /// <summary>The values of what the client logged under an event id.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, object?>> Logged(int id)
    {
        lock (_lines)
            return [.. _logged.Where(entry => entry.Id == id).Select(entry => entry.Values)];
    }

    public override string ToString()
    {
        lock (_lines)
            return string.Join('\n', ["Faults:", .. _faults, "What happened:", .. _lines]);
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Note($"    {formatter(state, exception)}{(exception is null ? "" : $" [{exception.GetType().Name}: {exception.Message}]")}");
        if (state is IReadOnlyList<KeyValuePair<string, object?>> values)
        {
            lock (_lines)
                _logged.Add((eventId.Id, values.ToDictionary(StringComparer.Ordinal)));
        }
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
