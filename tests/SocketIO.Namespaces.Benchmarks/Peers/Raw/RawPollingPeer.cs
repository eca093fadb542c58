using System.Net.Http.Headers;
using System.Text;
using SocketIO.Namespaces.Benchmarks.Scenarios;
using SocketIO.Namespaces.Benchmarks.Server;

namespace SocketIO.Namespaces.Benchmarks.Peers.Raw;

/// <summary>The measure of polling: <see cref="HttpClient"/>, which only counts the separators in what it reads, and posts one prebuilt packet at a time.</summary>
internal sealed class RawPollingPeer : IPeer
{
    private static readonly byte[] EmitPacket = "42[\"emit\",{\"id\":123,\"name\":\"sensor-17\",\"value\":21.5}]"u8.ToArray();

    private readonly HttpClient _http = new();
    private Uri? _url;

    public async Task ConnectAsync(Uri url, Workload workload)
    {
        var handshake = await _http.GetStringAsync(new Uri(url, "/socket.io/?EIO=4&transport=polling"));
        var sid = handshake.Split('"')[3];
        _url = new(url, $"/socket.io/?EIO=4&transport=polling&sid={sid}");
        await PostAsync("40"u8.ToArray());
        await _http.GetByteArrayAsync(_url);
    }

    public async Task ReceiveAsync(Workload workload, int count)
    {
        await PostAsync(Encoding.UTF8.GetBytes($"42[\"flood\",\"{workload.FloodName}\",{count}]"));
        for (var received = 0; received < count;)
        {
            var payload = await _http.GetByteArrayAsync(_url);
            if (payload.Length > 1)
                received += payload.AsSpan().Count(PollingWriter.Separator) + 1;
        }
    }

    public async Task EmitAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await PostAsync(EmitPacket);
    }

    public Task CallAsync(int count, int inFlight) => throw new NotSupportedException();

    private async Task PostAsync(byte[] payload)
    {
        using var content = new ByteArrayContent(payload);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain", "UTF-8");
        using var response = await _http.PostAsync(_url, content);
        response.EnsureSuccessStatusCode();
    }
}
