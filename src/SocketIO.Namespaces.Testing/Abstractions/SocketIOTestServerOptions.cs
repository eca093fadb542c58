using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces;

/// <summary>How a <see cref="SocketIOTestServer"/> behaves. The defaults are those of the official server.</summary>
public sealed class SocketIOTestServerOptions
{
    /// <summary>The path the server listens on for Engine.IO. Default: <c>/socket.io/</c>.</summary>
    public string Path { get; set; } = "/socket.io/";

    /// <summary>Serves https and wss with this certificate in place of http and ws. Default: null.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The transports a client may use; one that is not listed is answered with status 400. Default: both.</summary>
    public IList<TransportKind> Transports { get; } = [TransportKind.WebSocket, TransportKind.Polling];

    /// <summary>Whether a client that polls may move to WebSocket. Default: true.</summary>
    public bool AllowUpgrades { get; set; } = true;

    /// <summary>How long an upgrade from polling to WebSocket may take. Default: 10 seconds.</summary>
    public TimeSpan UpgradeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the server pings each client. Default: 25 seconds.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How long the server waits for the answer to a ping before it closes the connection. Default: 20 seconds.</summary>
    public TimeSpan PingTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How often the server pings WebSocket connections with frames of WebSocket's own, besides Engine.IO's heartbeat; for clients that must
    /// answer them. It follows the system's clock. Default: null, never.</summary>
    public TimeSpan? WebSocketPingInterval { get; set; }

    /// <summary>The most bytes accepted in one WebSocket message or polling request; more closes the connection. Default: 1,000,000.</summary>
    public int MaxPayload { get; set; } = 1_000_000;

    /// <summary>The namespaces a client may join; any other is refused with "Invalid namespace". Empty, the default, means all.</summary>
    public IList<string> Namespaces { get; } = [];

    /// <summary>Sets a cookie of this name at the handshake and, as a load balancer with sticky sessions would, knows a session only in requests that
    /// bring it back. Default: null, no cookie.</summary>
    public string? CookieName { get; set; }

    /// <summary>Whether pages of any origin may use the server (CORS headers are sent). Default: false.</summary>
    public bool AllowAnyOrigin { get; set; }

    /// <summary>How long waits for clients, events and answers last unless a call says otherwise. It follows the system's clock, not
    /// <see cref="TimeProvider"/>. <see cref="Timeout.InfiniteTimeSpan"/>: without limit. Default: 10 seconds.</summary>
    public TimeSpan WaitTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many received events a namespace keeps until they are taken; past them the oldest are forgotten. Default: 100,000.</summary>
    public int MaxRecordedEvents { get; set; } = 100_000;

    /// <summary>How many events of one client may wait for the handlers of a namespace; past them its connection is closed. Default:
    /// 100,000.</summary>
    public int MaxQueuedEvents { get; set; } = 100_000;

    /// <summary>How values are written and read. Default: null, <see cref="JsonSerializerOptions.Web"/>.</summary>
    public JsonSerializerOptions? JsonSerializerOptions { get; set; }

    /// <summary>Where to log. Default: null, nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Told of each handler that throws or whose arguments cannot be bound. Default: null.</summary>
    public Action<HandlerErrorContext>? OnHandlerError { get; set; }

    /// <summary>The clock of the heartbeat and the upgrade. Default: <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Path);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(PingInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(PingTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(UpgradeTimeout, TimeSpan.Zero);
        if (WaitTimeout != Timeout.InfiniteTimeSpan)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(WaitTimeout, TimeSpan.Zero);
        if (WebSocketPingInterval is { } interval)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero, nameof(WebSocketPingInterval));
        foreach (var path in Namespaces)
            NamespacePath.Validate(path);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxPayload);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxQueuedEvents);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxRecordedEvents);
    }
}
