using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.InteropTests.Faults.Hostile;

/// <summary>A client's request for a session, for a script to answer.</summary>
internal sealed class Dial(HostileServer server, ScriptedRequest request, int number)
{
    /// <summary>The HTTP request, to answer byte by byte.</summary>
    public ScriptedRequest Request => request;

    /// <summary>Secret: must not show up in a log.</summary>
    private string Sid => $"{Canary.Value}-{number}";

    /// <summary>Opens a session, by the transport the client asks for.</summary>
    /// <param name="open">The first packet. Default: null, a proper handshake.</param>
    /// <param name="pingInterval">The handshake's ping interval, in milliseconds. Pings are for the script to send.</param>
    public async Task<HostileSession> OpenAsync(string? open = null, int pingInterval = 25_000, string upgrades = "")
    {
        open ??= $$"""0{"sid":"{{Sid}}","upgrades":[{{upgrades}}],"pingInterval":{{pingInterval}},"pingTimeout":{{pingInterval}},"maxPayload":1000000}""";
        HostileSession session;
        if (request.Query("transport") == "websocket")
        {
            session = new WebSocketSession(await request.UpgradeAsync(), request.Stream);
        }
        else
        {
            var polling = server.Open(Sid);
            _ = polling.TakeAsync(request); // the handshake is the answer to it
            session = polling;
        }

        await session.SendAsync(open);
        return session;
    }

    /// <summary>Opens a session, joins the default namespace and waits until the client is ready, that is, until its next packet.</summary>
    public async Task<HostileSession> JoinAsync(int pingInterval = 25_000)
    {
        var session = await OpenAsync(pingInterval: pingInterval);
        await session.JoinAsync();
        await session.ReceiveAsync();
        return session;
    }

    /// <summary>Opens a session and closes it again as soon as the client is ready.</summary>
    public async Task LoseAsync()
    {
        var session = await JoinAsync();
        await session.SendAsync("1");
    }

    /// <summary>Does what a good server does: joins namespaces, echoes events called <c>echo</c> and acknowledges those that ask for it.</summary>
    public async Task BehaveAsync(string upgrades = "")
    {
        var session = await OpenAsync(upgrades: upgrades);
        await session.BehaveAsync();
    }
}
