namespace SocketIO.Namespaces.InteropTests.Faults.Hostile;

/// <summary>The server's end of a session, for a script to play: packets are text such as <c>42["event"]</c>.</summary>
internal abstract class HostileSession
{
    /// <summary>Sends an Engine.IO packet, or whatever the text is.</summary>
    public abstract Task SendAsync(string packet);

    /// <summary>Sends a text packet as bytes, which need not be UTF-8.</summary>
    public abstract Task SendAsync(byte[] packet);

    /// <summary>Sends a binary message.</summary>
    public abstract Task SendBinaryAsync(byte[] data);

    /// <summary>Receives the next text packet.</summary>
    /// <exception cref="SessionOverException">There is none any more.</exception>
    public abstract Task<string> ReceiveAsync();

    /// <summary>Sends text packets (strings, or byte arrays in a <see cref="RawText"/>) and binary messages (byte arrays).</summary>
    public async Task SendAllAsync(IEnumerable<object> messages)
    {
        foreach (var message in messages)
        {
            await (message switch
            {
                RawText(var bytes) => SendAsync(bytes),
                byte[] data => SendBinaryAsync(data),
                _ => SendAsync((string)message),
            });
        }
    }

    /// <summary>Joins the default namespace.</summary>
    public async Task JoinAsync()
    {
        Assert.That(await ReceiveAsync(), Does.StartWith("40"));
        await SendAsync("""40{"sid":"joined"}""");
    }

    /// <summary>Plays a good server until the client leaves.</summary>
    public async Task BehaveAsync()
    {
        while (await ReceiveAsync() is var packet)
        {
            if (packet.StartsWith("40", StringComparison.Ordinal))
            {
                var comma = packet.StartsWith("40/", StringComparison.Ordinal) ? packet.IndexOf(',', StringComparison.Ordinal) + 1 : 2;
                await SendAsync($$"""{{packet[..comma]}}{"sid":"joined"}""");
            }
            else if (packet.StartsWith("42[\"echo\"", StringComparison.Ordinal))
            {
                await SendAsync(packet);
            }
            else if (packet.StartsWith("42", StringComparison.Ordinal) && packet.IndexOf('[', StringComparison.Ordinal) is > 2 and var payload)
            {
                await SendAsync($"43{packet[2..payload]}[\"answer\"]");
            }
        }
    }
}
