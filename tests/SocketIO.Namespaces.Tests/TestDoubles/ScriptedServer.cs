using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;

namespace SocketIO.Namespaces.Tests.TestDoubles;

/// <summary>An HTTP server on loopback that a test plays by hand, byte by byte where it likes: requests are pulled, and answered as the script says.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<ScriptedRequest> _requests = Channel.CreateUnbounded<ScriptedRequest>();
    private readonly CancellationTokenSource _stop = new();
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly List<TcpClient> _clients = [];
    private readonly Task _accepting;

    public ScriptedServer(X509Certificate2 certificate)
        : this(new SslServerAuthenticationOptions { ServerCertificate = certificate })
    {
    }

    public ScriptedServer(SslServerAuthenticationOptions? tls = null)
    {
        _tls = tls;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public Uri Url => new($"{(_tls is null ? "http" : "https")}://localhost:{Port}/socket.io/");

    /// <summary>Waits for the next request, on whatever connection.</summary>
    public Task<ScriptedRequest> NextAsync() => _requests.Reader.ReadAsync().Within();

    /// <summary>Every request from now on.</summary>
    public IAsyncEnumerable<ScriptedRequest> RequestsAsync(CancellationToken cancellationToken) => _requests.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Waits for the next request and checks that it is of this method.</summary>
    public async Task<ScriptedRequest> NextAsync(string method)
    {
        var request = await NextAsync();
        Assert.That(request.Method, Is.EqualTo(method), request.Target);
        return request;
    }

    /// <summary>Whether a request waits to be pulled.</summary>
    public bool HasNext => _requests.Reader.TryPeek(out _);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                client.NoDelay = true;
                lock (_clients) _clients.Add(client);
                serving.Add(ServeAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            lock (_clients) _clients.ForEach(client => client.Dispose());
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            Stream stream = client.GetStream();
            if (_tls is not null)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(_tls);
                stream = tls;
            }

            while (await ScriptedRequest.ReadAsync(client, stream, _stop.Token) is { } request)
            {
                await _requests.Writer.WriteAsync(request);
                if (!await request.Answered.WaitAsync(_stop.Token)) return;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            client.Dispose();
        }
    }
}
