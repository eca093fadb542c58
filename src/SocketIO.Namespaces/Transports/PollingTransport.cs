using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Transports;

/// <summary>Engine.IO over HTTP long polling: one GET at a time brings packets, one POST at a time takes them.</summary>
internal sealed class PollingTransport : IPausableTransport
{
    /// <summary>What is put into one POST for a server that states no maximum; every known server takes as much.</summary>
    private const long DefaultPayload = 1_000_000;

    private const int KeptBytes = 16 * 1024;

    /// <summary>The most packets put into one POST: python-engineio closes a session that sends more at once, unless told otherwise.</summary>
    private const int PacketsPerPost = 16;

    private static readonly MediaTypeHeaderValue PlainText = MediaTypeHeaderValue.Parse("text/plain;charset=UTF-8");

    private readonly EngineHttpClient _http;
    private readonly PollingPayload _payload;
    private readonly CancellationTokenSource _cut = new();
    private readonly PollingGate _gate = new();
    private readonly ReceiveBuffer _response;
    private ArrayBufferWriter<byte> _batch = new();
    private Memory<byte> _received;
    private string? _sid;
    private long _maxPayload = DefaultPayload;
    private int _batchPackets;

    private PollingTransport(EngineHttpClient http, SocketIOLimits limits)
    {
        _http = http;
        _payload = PollingPayload.Of(http.Version);
        _response = new ReceiveBuffer(limits.MessageBytes);
    }

    public TransportKind Kind => TransportKind.Polling;

    private bool IsBatchEmpty => _batch.WrittenCount == 0;

    public static async Task<PollingTransport> ConnectAsync(EngineHttpClient http, SocketIOLimits limits, CancellationToken cancellationToken)
    {
        var transport = new PollingTransport(http, limits);
        await transport.PollAsync(cancellationToken).ConfigureAwait(false);
        transport.RefuseOtherVersion();
        return transport;
    }

    public void Opened(Handshake handshake)
    {
        _sid = handshake.Sid;
        _maxPayload = handshake.MaxPayload ?? DefaultPayload;
    }

    public ValueTask<EnginePacket?> ReceiveAsync(CancellationToken cancellationToken)
        => _received.IsEmpty ? ReceiveNextBodyAsync(cancellationToken) : new(_payload.ReadNext(ref _received));

    public ValueTask WriteAsync(OutgoingPacket packet, CancellationToken cancellationToken)
    {
        var packets = 1 + packet.AttachmentCount;
        if (_batchPackets + packets > PacketsPerPost || _batch.WrittenCount + _payload.EncodedLength(packet) > _maxPayload)
            return WriteInPartsAsync(packet, cancellationToken);

        _payload.Append(_batch, packet, IsBatchEmpty);
        _batchPackets += packets;
        return default;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => IsBatchEmpty ? default : PostBatchAsync(cancellationToken);

    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        _gate.Retire();
        using var close = OutgoingPacket.Control("1"u8);
        await WriteAsync(close, cancellationToken).ConfigureAwait(false);
        await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task PauseAsync() => _gate.PauseAsync();

    public void Resume() => _gate.Resume();

    public void Retire() => _gate.Retire();

    public async ValueTask DisposeAsync()
    {
        _gate.Retire();
        await _cut.CancelAsync().ConfigureAwait(false);
    }

    private async ValueTask<EnginePacket?> ReceiveNextBodyAsync(CancellationToken cancellationToken)
    {
        if (!await _gate.EnterAsync().ConfigureAwait(false)) return null;
        try
        {
            await PollAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Exit();
        }

        return _payload.ReadNext(ref _received);
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        _response.Release();
        using var linked = Link(cancellationToken, out var token);
        using var request = _http.CreateRequest(HttpMethod.Get, TransportKind.Polling, _sid);
        using var response = await _http.SendAsync(request, HttpStatusCode.OK, token).ConfigureAwait(false);
        try
        {
            var body = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
            int count;
            do
            {
                count = await body.ReadAsync(_response.GetRoom(), token).ConfigureAwait(false);
                _response.Advance(count);
            }
            while (count > 0);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new TransportException($"The response of {_http.Server} to a poll broke off: {e.Message}", e);
        }

        _received = _response.Data;
        if (_received.IsEmpty) throw new SocketIOProtocolException("The server answered a poll with an empty body.");
    }

    /// <summary>Spreads a packet over as many POSTs as it takes.</summary>
    private async ValueTask WriteInPartsAsync(OutgoingPacket packet, CancellationToken cancellationToken)
    {
        await MakeRoomAsync(_payload.EncodedTextLength(packet.Text.Span), cancellationToken).ConfigureAwait(false);
        _payload.AppendText(_batch, packet.Text.Span, IsBatchEmpty);
        _batchPackets++;
        for (var i = 0; i < packet.AttachmentCount; i++)
        {
            var attachment = packet.Attachment(i);
            await MakeRoomAsync(_payload.EncodedBinaryLength(attachment.Length), cancellationToken).ConfigureAwait(false);
            _payload.AppendBinary(_batch, attachment.Span, IsBatchEmpty);
            _batchPackets++;
        }
    }

    private ValueTask MakeRoomAsync(long length, CancellationToken cancellationToken)
        => _batchPackets == PacketsPerPost || _batch.WrittenCount + _payload.SeparatorLength + length > _maxPayload ? FlushAsync(cancellationToken) : default;

    private async ValueTask PostBatchAsync(CancellationToken cancellationToken)
    {
        using var linked = Link(cancellationToken, out var token);
        using var request = _http.CreateRequest(HttpMethod.Post, TransportKind.Polling, _sid);
        request.Content = new ReadOnlyMemoryContent(_batch.WrittenMemory) { Headers = { ContentType = PlainText } };
        using var response = await _http.SendAsync(request, HttpStatusCode.OK, token).ConfigureAwait(false);
        if (_batch.Capacity > KeptBytes) _batch = new();
        else _batch.ResetWrittenCount();
        _batchPackets = 0;
    }

    private CancellationTokenSource? Link(CancellationToken cancellationToken, out CancellationToken token)
    {
        var linked = cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cut.Token) : null;
        token = linked?.Token ?? _cut.Token;
        return linked;
    }

    private void RefuseOtherVersion()
    {
        if (_payload.IsForeignHandshake(_received.Span)) throw VersionMismatch.Create($"{_http.Server} answers a poll in the format of another protocol version", _http.Version);
    }
}
