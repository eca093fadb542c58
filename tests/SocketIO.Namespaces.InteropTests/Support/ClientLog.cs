using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces.InteropTests.Support;

/// <summary>Keeps what the clients of one test log, to be shown if it fails.</summary>
internal sealed class ClientLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(DateTimeOffset Time, LogEntry Entry)> _lines = new();

    /// <summary>What has been logged since it was taken last.</summary>
    public IReadOnlyList<LogEntry> Entries => [.. _lines.Select(line => line.Entry)];

    /// <summary>What has been logged since it was taken last, as text.</summary>
    public string Take()
    {
        var lines = string.Join('\n', _lines.Select(line => $"{line.Time:mm:ss.fff} {line.Entry}"));
        _lines.Clear();
        return lines;
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            _lines.Enqueue((DateTimeOffset.UtcNow, new LogEntry(logLevel, eventId.Name, $"{formatter(state, exception)} {exception}")));
        }
    }

    public void Dispose()
    {
    }
}
