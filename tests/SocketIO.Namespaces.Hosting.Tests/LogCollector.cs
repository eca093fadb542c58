using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces.Hosting.Tests;

/// <summary>Keeps what is logged.</summary>
internal sealed class LogCollector : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, int Id, string Message)> _entries = [];

    public IReadOnlyCollection<(LogLevel Level, int Id, string Message)> Entries => _entries;

    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => _entries.Enqueue((logLevel, eventId.Id, formatter(state, exception)));

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public void Dispose()
    {
    }
}
