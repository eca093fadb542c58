using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.WebSockets;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.InteropTests.Faults.Hostile;

/// <summary>A server that follows a script when it is dialled, one step for each dial, and behaves once the script is over.</summary>
internal sealed class HostileServer : IAsyncDisposable
{
    private readonly ScriptedServer _http;
    private readonly Queue<Func<Dial, Task>> _script;
    private readonly ConcurrentDictionary<string, PollingSession> _polling = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private int _dials;

    public HostileServer(params Func<Dial, Task>[] script)
        : this(tls: null, script)
    {
    }

    public HostileServer(SslServerAuthenticationOptions? tls, params Func<Dial, Task>[] script)
    {
        _script = new(script);
        _http = new ScriptedServer(tls);
        _serving = ServeAsync();
    }

    public string Url => _http.Url.GetLeftPart(UriPartial.Authority);

    /// <summary>How often a client has dialled, to begin a session.</summary>
    public int Dials => Volatile.Read(ref _dials);

    /// <summary>What to do with each dial that the script does not cover. Default: behave.</summary>
    public Func<Dial, Task> Otherwise { get; init; } = static dial => dial.BehaveAsync();

    /// <summary>What to do with a WebSocket upgrade of a polling session. Default: refuse it.</summary>
    public Func<ScriptedRequest, Task> OnUpgrade { get; init; } = static request => request.RespondAsync("", status: 400);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        await _http.DisposeAsync();
        Assert.That(_failures, Is.Empty, "failures of the script");
    }

    internal PollingSession Open(string sid) => _polling[sid] = new PollingSession(sid);

    private async Task ServeAsync()
    {
        try
        {
            await foreach (var request in _http.RequestsAsync(_stop.Token)) _ = RunAsync(() => AnswerAsync(request));
        }
        catch (OperationCanceledException)
        {
            foreach (var session in _polling.Values) session.End();
        }
    }

    private Task AnswerAsync(ScriptedRequest request)
    {
        if (request.Query("sid") is not { } sid)
        {
            var number = Interlocked.Increment(ref _dials);
            var step = _script.TryDequeue(out var next) ? next : Otherwise;
            return step(new Dial(this, request, number));
        }

        if (request.Query("transport") == "websocket") return OnUpgrade(request);
        return _polling.TryGetValue(sid, out var session)
            ? session.TakeAsync(request)
            : request.RespondAsync("""{"code":1,"message":"Session ID unknown"}""", status: 400);
    }

    /// <summary>That the client leaves is no failure; what it sends against the script's expectation is.</summary>
    private async Task RunAsync(Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (Exception e) when (e is IOException or WebSocketException or ObjectDisposedException or OperationCanceledException or SessionOverException)
        {
            // The client has gone.
        }
        catch (Exception e)
        {
            _failures.Enqueue(e);
        }
    }
}
