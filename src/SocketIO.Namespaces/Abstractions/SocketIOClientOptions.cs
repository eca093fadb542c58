using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces;

/// <summary>How a client reaches its server and treats what it receives.</summary>
public sealed class SocketIOClientOptions
{
    /// <summary>The server: scheme (http, https, ws or wss), host and port, such as <c>https://chat.example.com</c>. It has no path: the
    /// Engine.IO path is <see cref="Path"/>, namespaces are asked for by name. Default: null, so it must be set, here or where the client connects.</summary>
    public Uri? Url { get; set; }

    /// <summary>Gives the server's URL for each connection attempt, in place of <see cref="Url"/>. A URL passed to <c>ConnectAsync</c> comes before it, and
    /// the provider is not asked then. Default: null.</summary>
    public Func<CancellationToken, ValueTask<Uri>>? UrlProvider { get; set; }

    /// <summary>The path the server listens on for Engine.IO. It must start with a slash; one at the end is added where it is missing. Default: <c>/socket.io/</c>.</summary>
    public string Path { get; set; } = "/socket.io/";

    /// <summary>The version of Engine.IO to speak: <see cref="EngineIOVersion.V4"/> to servers of Socket.IO 3.x and 4.x,
    /// <see cref="EngineIOVersion.V3"/> to those of 2.x. It is not negotiated; a server of the other version makes connecting fail with an
    /// error that says so. Default: <see cref="EngineIOVersion.V4"/>.</summary>
    public EngineIOVersion EngineVersion { get; set; } = EngineIOVersion.V4;

    /// <summary>The transports to use, in order of preference. Polling listed first means a start by polling and an upgrade to WebSocket by
    /// probe. Default: none, which means WebSocket and then polling, the first that works.</summary>
    public IList<TransportKind> Transports { get; } = [];

    /// <summary>Namespaces to join besides those that are listened on or passed to <c>ConnectAsync</c>. Default: none.</summary>
    public IList<string> Namespaces { get; } = [];

    /// <summary>What is sent with each namespace's CONNECT packet; an object that System.Text.Json can write. <see cref="AuthProvider"/> and what is passed to
    /// <c>ConnectAsync</c> or <c>JoinAsync</c> come before it. Default: null, nothing.</summary>
    public object? Auth { get; set; }

    /// <summary>Gives what is sent with a namespace's CONNECT packet, in place of <see cref="Auth"/>; asked at each join, so that tokens can change. What is passed
    /// to <c>ConnectAsync</c> or <c>JoinAsync</c> comes before it, and the provider is not asked then. Default: null.</summary>
    public Func<AuthContext, CancellationToken, ValueTask<object?>>? AuthProvider { get; set; }

    /// <summary>Headers of every HTTP request, the WebSocket upgrade among them. Default: none.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gives further headers for each connection attempt; they win over <see cref="Headers"/>. Default: null.</summary>
    public Func<CancellationToken, ValueTask<IReadOnlyDictionary<string, string>>>? HeadersProvider { get; set; }

    /// <summary>Query parameters of every request. <c>EIO</c>, <c>transport</c>, <c>sid</c>, <c>t</c>, <c>j</c> and <c>b64</c> belong to the protocol.
    /// Default: none.</summary>
    public IDictionary<string, string> Query { get; } = new Dictionary<string, string>();

    /// <summary>Gives further query parameters for each connection attempt; they win over <see cref="Query"/>. Default: null.</summary>
    public Func<CancellationToken, ValueTask<IReadOnlyDictionary<string, string>>>? QueryProvider { get; set; }

    /// <summary>Whether to join <c>/</c> even if only other namespaces are asked for. Default: true.</summary>
    public bool ConnectDefaultNamespace { get; set; } = true;

    /// <summary>How long one attempt may take, from dialling to the last namespace's answer. Above zero and at most a day. Default: 20 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a call or callback waits for the server's acknowledgement. Above zero and at most a day. Default: 30 seconds.</summary>
    public TimeSpan AckTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a disconnect may take before it cuts the connection. Running handlers have half of it before their tokens are cancelled, and a quarter
    /// to react; the rest is for unsent packets and the peer. Above zero and at most a day. Default: 5 seconds.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the start of a host waits until this client is connected. Default: false, it connects in the background. A client without a host
    /// waits in <c>ConnectAsync</c>.</summary>
    public bool WaitUntilConnected { get; set; }

    /// <summary>How long the start of a host waits if <see cref="WaitUntilConnected"/> is on; then it fails. Above zero and at most a day. Default: 30 seconds;
    /// <see cref="Timeout.InfiniteTimeSpan"/> for as long as the host allows (its <c>HostOptions.StartupTimeout</c>).</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How to come back after a loss.</summary>
    public ReconnectionOptions Reconnection { get; } = new();

    /// <summary>A Polly pipeline in place of the default reconnection; see <see cref="ReconnectionOptions"/>. Its executions cover one outage each. Default: null.</summary>
    public Action<Polly.ResiliencePipelineBuilder>? ConfigureReconnection { get; set; }

    /// <summary>How many of a namespace's events may be handled at once; at least 1. Default: 1, one after another in the order of their arrival. With more, only
    /// connect, connect_error and disconnect keep their place: they wait for the handlers before them, and those behind wait for them.</summary>
    public int MaxConcurrentHandlers { get; set; } = 1;

    /// <summary>What happens when too many events wait for a namespace's handlers. Default: <see cref="InboxFullMode.Wait"/>.</summary>
    public InboxFullMode InboxFullMode { get; set; } = InboxFullMode.Wait;

    /// <summary>After how long a warning names a handler that keeps other events waiting. Above zero and at most a day. Default: 10 seconds; <see cref="Timeout.InfiniteTimeSpan"/> for no warnings.</summary>
    public TimeSpan SlowHandlerWarning { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Bounds on what a peer can make this client hold.</summary>
    public SocketIOLimits Limits { get; } = new();

    /// <summary>How values are written and read, converters and source-generated contexts included. Default: null, which means
    /// <see cref="JsonSerializerOptions.Web"/> with text left unescaped where JSON allows.</summary>
    public JsonSerializerOptions? JsonSerializerOptions { get; set; }

    /// <summary>Adjusts the one HTTP handler that serves polling, the WebSocket upgrade and their TLS, proxy and cookies. Default: null.</summary>
    public Action<SocketsHttpHandler>? ConfigureHttpHandler { get; set; }

    /// <summary>Where to log. Default: null, nowhere; a hosted client uses the host's.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Where handlers' service parameters come from. Default: null, none; a hosted client uses the host's.</summary>
    public IServiceProvider? Services { get; set; }

    /// <summary>The clock of every delay, time-out and deadline. Default: <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Code around every event that arrives and every one that is emitted, the outermost first. Default: none. A hosted client's are added by
    /// <c>AddEventFilter</c>.</summary>
    public IList<IEventFilter> EventFilters { get; } = [];

    /// <summary>Told of each handler that throws or whose arguments cannot be bound. The connection lives on. Default: null.</summary>
    public Action<HandlerErrorContext>? OnHandlerError { get; set; }

    /// <summary>The name a hosted client is registered under, for measurements; empty for the default one, and for one of no host.</summary>
    internal string ClientName { get; set; } = "";

    /// <summary>Whether a host starts and stops the client.</summary>
    internal bool IsHosted { get; set; }

    /// <summary>The defaults, adjusted.</summary>
    internal static SocketIOClientOptions From(Action<SocketIOClientOptions>? configure)
    {
        var options = new SocketIOClientOptions();
        configure?.Invoke(options);
        return options;
    }
}
