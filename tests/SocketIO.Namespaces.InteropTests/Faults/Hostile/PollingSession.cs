using System.Text;
using System.Threading.Channels;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.InteropTests.Faults.Hostile;

/// <summary>A session over polling: each packet is the answer to one GET; POSTs are thanked for.</summary>
internal sealed class PollingSession(string sid) : HostileSession
{
    private readonly Channel<ScriptedRequest> _polls = Channel.CreateUnbounded<ScriptedRequest>();
    private readonly Channel<string> _received = Channel.CreateUnbounded<string>();

    public string Sid => sid;

    /// <summary>Takes a request of the client's.</summary>
    public async Task TakeAsync(ScriptedRequest request)
    {
        if (request.Method == "GET")
        {
            await _polls.Writer.WriteAsync(request);
            return;
        }

        foreach (var packet in request.Body.Split('\x1e')) await _received.Writer.WriteAsync(packet);
        if (request.Body == "1") End();
        await request.RespondAsync("ok");
    }

    /// <summary>The next GET, for a script to answer by itself.</summary>
    public async Task<ScriptedRequest> NextPollAsync() => await Next(_polls.Reader);

    public override Task SendAsync(string packet) => SendAsync(Encoding.UTF8.GetBytes(packet));

    public override async Task SendAsync(byte[] packet)
    {
        var poll = await NextPollAsync();
        await poll.RespondAsync(packet);
    }

    public override Task SendBinaryAsync(byte[] data) => SendAsync("b" + Convert.ToBase64String(data));

    public override Task<string> ReceiveAsync() => Next(_received.Reader);

    /// <summary>The client has left, or the test has ended.</summary>
    public void End()
    {
        _polls.Writer.TryComplete();
        _received.Writer.TryComplete();
    }

    private static async Task<T> Next<T>(ChannelReader<T> reader)
    {
        try
        {
            return await reader.ReadAsync();
        }
        catch (ChannelClosedException)
        {
            throw new SessionOverException();
        }
    }
}
