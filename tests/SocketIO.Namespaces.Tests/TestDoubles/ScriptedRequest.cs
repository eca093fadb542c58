using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace SocketIO.Namespaces.Tests.TestDoubles;

/// <summary>One HTTP request to a <see cref="ScriptedServer"/>, to be answered by the test.</summary>
internal sealed class ScriptedRequest
{
    private readonly TcpClient _client;
    private readonly TaskCompletionSource<bool> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ScriptedRequest(TcpClient client, Stream stream, string head, string body)
    {
        _client = client;
        Stream = stream;
        Head = head;
        Body = body;
        var line = head[..head.IndexOf("\r\n", StringComparison.Ordinal)].Split(' ');
        (Method, Target) = (line[0], line[1]);
    }

    public string Method { get; }

    public string Target { get; }

    public string Head { get; }

    public string Body { get; }

    /// <summary>The connection itself, to write whatever bytes one likes.</summary>
    public Stream Stream { get; }

    /// <summary>Whether the connection goes on as HTTP.</summary>
    public Task<bool> Answered => _answered.Task;

    public string? Query(string name) => System.Web.HttpUtility.ParseQueryString(new Uri("http://x" + Target).Query)[name];

    public string? Header(string name) => Head.Split("\r\n").Skip(1)
        .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    /// <summary>Answers; the connection stays open for the next request.</summary>
    public Task RespondAsync(string body, int status = 200, string headers = "") => RespondAsync(Encoding.UTF8.GetBytes(body), status, headers);

    /// <inheritdoc cref="RespondAsync(string, int, string)"/>
    public async Task RespondAsync(byte[] bytes, int status = 200, string headers = "")
    {
        await WriteAsync($"HTTP/1.1 {status} Whatever\r\nContent-Type: text/plain\r\n{headers}Content-Length: {bytes.Length}\r\n\r\n");
        await Stream.WriteAsync(bytes);
        _answered.TrySetResult(true);
    }

    /// <summary>Accepts the WebSocket upgrade, with the first frames in the same segment as the answer.</summary>
    public async Task<WebSocket> UpgradeAsync(string? accept = null, string headers = "", byte[]? frames = null)
    {
        accept ??= Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(Header("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
        var head = $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n{headers}\r\n";
        await Stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. frames ?? []]);
        return WebSocket.CreateFromStream(Stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero });
    }

    public async Task WriteAsync(string text) => await Stream.WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Closes the connection: orderly, or with a reset.</summary>
    public void Drop(bool reset = false)
    {
        // The socket itself: closing the client would send a FIN before the reset.
        if (reset) _client.Client.Close(timeout: 0);
        else _client.Close();
        _answered.TrySetResult(false);
    }

    /// <summary>Reads the next request of a connection; null at its end.</summary>
    public static async Task<ScriptedRequest?> ReadAsync(TcpClient client, Stream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (head.Length < 4 || head.ToString(head.Length - 4, 4) != "\r\n\r\n")
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0) return null;
            head.Append((char)one[0]);
        }

        var request = new ScriptedRequest(client, stream, head.ToString(), "");
        if (request.Header("Content-Length") is not { } length) return request;
        var body = new byte[int.Parse(length)];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return new ScriptedRequest(client, stream, head.ToString(), Encoding.UTF8.GetString(body));
    }
}
