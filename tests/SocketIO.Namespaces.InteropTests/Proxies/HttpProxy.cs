using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SocketIO.Namespaces.InteropTests.Proxies;

/// <summary>A small HTTP proxy that notes what it is asked for. Every host name leads to this machine, so that nothing gets by without it.</summary>
internal sealed class HttpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentBag<string> _responses = [];
    private readonly Task _accepting;
    private int _polls;

    public HttpProxy()
    {
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Url { get; }

    /// <summary>Whether CONNECT is answered with 403, as by proxies that let only web pages through.</summary>
    public bool RefusesTunnels { get; init; }

    /// <summary>What <c>Proxy-Authorization</c> must say, if anything; else 407 is the answer.</summary>
    public string? Authorization { get; init; }

    /// <summary>How long a complete response is kept before the client gets any of it. Default: none, responses flow.</summary>
    public TimeSpan? Buffering { get; init; }

    /// <summary>The methods and targets asked for, the refused ones too.</summary>
    public IEnumerable<string> Requests => _requests;

    /// <summary>What has come back from servers, readable where it was not encrypted.</summary>
    public string Responses => string.Concat(_responses);

    /// <summary>The most GETs that were under way at once.</summary>
    public int MostPolls { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                var stream = client.GetStream();
                if (await ProxyRequest.ReadAsync(stream, _stop.Token) is { } request)
                {
                    await AnswerAsync(request, stream);
                }
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                _responses.Add($"[{e.Message}]"); // either side has gone
            }
        }
    }

    private async Task AnswerAsync(ProxyRequest request, NetworkStream client)
    {
        _requests.Enqueue($"{request.Method} {request.Target}");
        if (Authorization is not null && request.Authorization != Authorization)
        {
            await RefuseAsync(client, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"");
            return;
        }

        if (request.IsTunnel && RefusesTunnels)
        {
            await RefuseAsync(client, "403 Forbidden");
            return;
        }

        using var server = new TcpClient { NoDelay = true };
        await server.ConnectAsync(IPAddress.Loopback, request.Port, _stop.Token);
        if (request.IsTunnel)
        {
            await client.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), _stop.Token);
        }
        else
        {
            await server.GetStream().WriteAsync(request.ForServer(), _stop.Token);
        }

        CountPolls(request, 1);
        await Task.WhenAny(client.CopyToAsync(server.GetStream(), _stop.Token), AnswerAsync(server.GetStream(), client, request.IsTunnel));
        CountPolls(request, -1);
    }

    private async Task RefuseAsync(NetworkStream client, string status)
        => await client.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), _stop.Token);

    private async Task AnswerAsync(NetworkStream server, NetworkStream client, bool isTunnel)
    {
        using var held = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await server.ReadAsync(buffer, _stop.Token) is > 0 and var count)
        {
            _responses.Add(Encoding.Latin1.GetString(buffer, 0, count));
            await (Buffering is null || isTunnel ? (Stream)client : held).WriteAsync(buffer.AsMemory(0, count), _stop.Token);
        }

        if (held.Length > 0)
        {
            await Task.Delay(Buffering!.Value, _stop.Token);
            await client.WriteAsync(held.ToArray(), _stop.Token);
        }
    }

    private void CountPolls(ProxyRequest request, int difference)
    {
        if (request.Method == "GET")
        {
            MostPolls = Math.Max(MostPolls, Interlocked.Add(ref _polls, difference));
        }
    }
}
