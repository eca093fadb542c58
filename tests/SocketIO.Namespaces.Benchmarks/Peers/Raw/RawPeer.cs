using System.Buffers.Text;
using System.Net.WebSockets;
using System.Text;
using SocketIO.Namespaces.Benchmarks.Scenarios;

namespace SocketIO.Namespaces.Benchmarks.Peers.Raw;

/// <summary>The measure of all: <see cref="ClientWebSocket"/> with prebuilt messages, of which nothing is parsed.</summary>
internal sealed class RawPeer : IPeer
{
    private static readonly byte[] EmitPacket = "42[\"emit\",{\"id\":123,\"name\":\"sensor-17\",\"value\":21.5}]"u8.ToArray();
    private static readonly byte[] CallPacket = "420[\"call\",{\"id\":123,\"name\":\"sensor-17\",\"value\":21.5}]"u8.ToArray();
    private static readonly byte[] ReceivedPacket = "420[\"received\"]"u8.ToArray();
    private static readonly byte[] StampPacket = "42[\"stamp\"]"u8.ToArray();

    private const int LargestMessage = 64 * 1024;

    private readonly ClientWebSocket _socket = new();
    private byte[] _buffer = new byte[256];

    public async Task ConnectAsync(Uri url, Workload workload)
    {
        await _socket.ConnectAsync(new($"ws://{url.Authority}/socket.io/?EIO=4&transport=websocket"), CancellationToken.None);
        await ReceiveAsync();
        await SendAsync("40"u8.ToArray());
        await ReceiveAsync();
        if (workload.Name == Workload.Idle)
            _ = ReceiveAsync().AsTask();
        else
            _buffer = new byte[LargestMessage];
    }

    public async Task ReceiveAsync(Workload workload, int count)
    {
        await SendAsync(Encoding.UTF8.GetBytes($"42[\"flood\",\"{workload.FloodName}\",{count}]"));
        var messages = workload.Name == Workload.Binary ? count * 2 : count;
        for (var i = 0; i < messages; i++)
            await ReceiveAsync();
    }

    public async Task EmitAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await SendAsync(EmitPacket);
        await SendAsync(ReceivedPacket);
        var length = await ReceiveAsync();
        Utf8Parser.TryParse(_buffer.AsSpan("430["u8.Length, length), out long received, out _);
        Tally.CheckReceived(received, count);
    }

    public async Task CallAsync(int count, int inFlight)
    {
        for (var i = 0; i < inFlight; i++)
            await SendAsync(CallPacket);
        for (var i = 0; i < count - inFlight; i++)
        {
            await ReceiveAsync();
            await SendAsync(CallPacket);
        }

        for (var i = 0; i < inFlight; i++)
            await ReceiveAsync();
    }

    public async Task<long> StampAsync()
    {
        await SendAsync(StampPacket);
        await ReceiveAsync();
        Utf8Parser.TryParse(_buffer.AsSpan("42[\"stamped\","u8.Length), out long time, out _);
        return time;
    }

    private ValueTask SendAsync(byte[] packet)
        => _socket.SendAsync(packet.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    /// <summary>Receives one message, but a heartbeat.</summary>
    private async ValueTask<int> ReceiveAsync()
    {
        while (true)
        {
            var result = await _socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None);
            if (result.Count != 1)
                return result.Count;
        }
    }
}
