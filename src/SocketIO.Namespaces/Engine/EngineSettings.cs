using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Diagnostics;

namespace SocketIO.Namespaces.Engine;

/// <summary>What a session takes from the client's options.</summary>
/// <param name="Transports">The transports to try, in order, each once; none for WebSocket, then polling.</param>
/// <param name="Limits">The bounds of what is sent and received.</param>
/// <param name="TimeProvider">The clock.</param>
/// <param name="Logger">Where to log.</param>
internal sealed record EngineSettings(IReadOnlyList<TransportKind> Transports, SocketIOLimits Limits, TimeProvider TimeProvider, ILogger Logger)
{
    /// <summary>Hears of limits that are reached; null for nobody.</summary>
    public LimitReporter? LimitReporter { get; init; }

    /// <summary>Counts the bytes that are sent; null for nobody.</summary>
    public ClientMetrics? Metrics { get; init; }

    /// <summary>How long a transport may take to open while another one is left to fall back to. Default: 10 seconds.</summary>
    public TimeSpan FallbackTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
