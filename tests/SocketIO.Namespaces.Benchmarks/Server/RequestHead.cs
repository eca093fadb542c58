using System.Text;

namespace SocketIO.Namespaces.Benchmarks.Server;

/// <summary>The head of an HTTP request: what a minimal Engine.IO server looks at.</summary>
internal sealed record RequestHead(string Method, string Target, Dictionary<string, string> Headers, int Length)
{
    private static ReadOnlySpan<byte> End => "\r\n\r\n"u8;

    public int ContentLength => Headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0;

    /// <summary>The key of a WebSocket upgrade, or null.</summary>
    public string? WebSocketKey => Headers.GetValueOrDefault("Sec-WebSocket-Key");

    public string? Query(string name)
    {
        var question = Target.IndexOf('?', StringComparison.Ordinal);
        return Target[(question + 1)..].Split('&').Select(pair => pair.Split('=', 2)).FirstOrDefault(pair => pair[0] == name)?[^1];
    }

    /// <summary>Reads the head at the start of what has arrived, or gives null if it is not complete.</summary>
    public static RequestHead? Read(ReadOnlySpan<byte> received)
    {
        var end = received.IndexOf(End);
        if (end < 0)
            return null;
        var lines = Encoding.ASCII.GetString(received[..end]).Split("\r\n");
        var request = lines[0].Split(' ');
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return new(request[0], request[1], headers, end + End.Length);
    }
}
