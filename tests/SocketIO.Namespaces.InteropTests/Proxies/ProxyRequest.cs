using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace SocketIO.Namespaces.InteropTests.Proxies;

/// <summary>The head of a request to a proxy.</summary>
internal sealed class ProxyRequest
{
    private readonly string[] _lines;

    private ProxyRequest(string head)
    {
        _lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        (Method, Target) = _lines[0].Split(' ') is [var method, var target, ..] ? (method, target) : ("", "");
    }

    public string Method { get; }

    public string Target { get; }

    public bool IsTunnel => Method == "CONNECT";

    public int Port => IsTunnel ? int.Parse(Target[(Target.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture) : new Uri(Target).Port;

    public string? Authorization => Header("Proxy-Authorization");

    public static async Task<ProxyRequest?> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        return new ProxyRequest(head.ToString());
    }

    /// <summary>The head as the server gets it; one request per connection, so that what follows needs no understanding.</summary>
    public byte[] ForServer()
    {
        var headers = _lines.Skip(1).Where(line => !line.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase));
        return Encoding.Latin1.GetBytes($"{Method} {new Uri(Target).PathAndQuery} HTTP/1.1\r\n{string.Join("\r\n", headers)}\r\nConnection: close\r\n\r\n");
    }

    private string? Header(string name)
        => _lines.Skip(1).FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
