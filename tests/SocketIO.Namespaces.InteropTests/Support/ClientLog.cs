using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces.InteropTests.Support;

/// <summary>Keeps what the clients of one test log, to be shown if it fails.</summary>
internal sealed class ClientLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>What has been logged since it was taken last.</summary>
    public string Take()
    {
        var lines = string.Join('\n', _lines);
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
            _lines.Enqueue($"{DateTimeOffset.UtcNow:mm:ss.fff} {logLevel} {formatter(state, exception)} {exception}");
        }
    }

    public void Dispose()
    {
    }
}
