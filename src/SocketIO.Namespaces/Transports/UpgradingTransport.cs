using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Transports;

/// <summary>Starts on one transport, polling, and moves to WebSocket once a probe has shown that it works. A failed probe costs nothing:
/// everything goes on by polling. No packet is lost or overtaken by the move.</summary>
internal sealed class UpgradingTransport(
    IPausableTransport polling, ITransportConnector connector, TransportRequest request, TimeProvider timeProvider, ILogger logger) : ITransport
{
    /// <summary>How long a probe may take; servers give up after as long.</summary>
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _probing = new();      // cancelled: don't begin the move
    private readonly CancellationTokenSource _cut = new();          // cancelled: drop everything
    private readonly SemaphoreSlim _writing = new(1, 1);            // between the writer and the move
    private readonly TaskCompletionSource<ITransport> _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _upgrade = Task.CompletedTask;
    private volatile bool _isMoving;
    private volatile ITransport? _writer;                           // the WebSocket, once writes go there
    private ITransport? _reader;                                    // the WebSocket, once all that came by polling has been received

    public TransportKind Kind => _writer is null ? polling.Kind : TransportKind.WebSocket;

    public void Opened(Handshake handshake)
    {
        polling.Opened(handshake);
        if (handshake.CanUpgradeToWebSocket) _upgrade = UpgradeAsync(request with { Sid = handshake.Sid });
    }

    public ValueTask<EnginePacket?> ReceiveAsync(CancellationToken cancellationToken)
        => _reader is { } reader ? reader.ReceiveAsync(cancellationToken) : ReceiveByPollingAsync(cancellationToken);

    public ValueTask WriteAsync(OutgoingPacket packet, CancellationToken cancellationToken)
        => _writer is { } writer ? writer.WriteAsync(packet, cancellationToken) : WriteDuringUpgradeAsync(packet, cancellationToken);

    public ValueTask FlushAsync(CancellationToken cancellationToken)
        => _writer is { } writer ? writer.FlushAsync(cancellationToken) : FlushDuringUpgradeAsync(cancellationToken);

    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        await _probing.CancelAsync().ConfigureAwait(false);
        await _upgrade.WaitAsync(cancellationToken).ConfigureAwait(false);
        await (_writer ?? polling).CloseAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _probing.CancelAsync().ConfigureAwait(false);
        await _cut.CancelAsync().ConfigureAwait(false);
        await _upgrade.ConfigureAwait(false);
        await polling.DisposeAsync().ConfigureAwait(false);
        if (_writer is { } writer) await writer.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<EnginePacket?> ReceiveByPollingAsync(CancellationToken cancellationToken)
    {
        var packet = await polling.ReceiveAsync(cancellationToken).ConfigureAwait(false);
        if (packet is not null || !_isMoving) return packet;

        _reader = await _moved.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await _reader.ReceiveAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask WriteDuringUpgradeAsync(OutgoingPacket packet, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await (_writer ?? polling).WriteAsync(packet, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async ValueTask FlushDuringUpgradeAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await (_writer ?? polling).FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task UpgradeAsync(TransportRequest joining)
    {
        var webSocket = await ProbeAsync(joining).ConfigureAwait(false);
        if (webSocket is null) return;

        // From here on there is no way back: polling brings what has arrived, then the reader waits for the WebSocket.
        _isMoving = true;
        polling.Retire();
        try
        {
            await MoveAsync(webSocket).ConfigureAwait(false);
            Log.Upgraded(logger);
        }
        catch (Exception e)
        {
            await webSocket.DisposeAsync().ConfigureAwait(false);
            _moved.TrySetException(e is TransportException ? e : new TransportException("The upgrade to WebSocket broke off.", e));
            _ = _moved.Task.Exception;      // seen: the reader may never come to ask
        }
    }

    /// <summary>Opens a WebSocket for the session, has a ping answered on it, and brings polling to rest.</summary>
    /// <returns>The WebSocket, ready to take over; null if all stays as it is.</returns>
    private async Task<ITransport?> ProbeAsync(TransportRequest joining)
    {
        using var timeout = new CancellationTokenSource(ProbeTimeout, timeProvider);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _probing.Token);
        ITransport? webSocket = null;
        try
        {
            webSocket = await connector.ConnectAsync(TransportKind.WebSocket, joining, patience.Token).ConfigureAwait(false);
            await SendAsync(webSocket, "2probe"u8.ToArray(), patience.Token).ConfigureAwait(false);
            var answer = await webSocket.ReceiveAsync(patience.Token).ConfigureAwait(false);
            if (answer is not { Type: EnginePacketType.Pong } pong || !pong.Data.Span.SequenceEqual("probe"u8))
            {
                throw new TransportException("The server did not answer the probe with its echo.");
            }

            await polling.PauseAsync().WaitAsync(patience.Token).ConfigureAwait(false);
            return webSocket;
        }
        catch (Exception e)
        {
            polling.Resume();
            if (!_probing.IsCancellationRequested) Log.ProbeFailed(logger, timeout.IsCancellationRequested ? "it took too long" : e.Message);
            if (webSocket is not null) await webSocket.DisposeAsync().ConfigureAwait(false);
            return null;
        }
    }

    private async Task MoveAsync(ITransport webSocket)
    {
        await _writing.WaitAsync(_cut.Token).ConfigureAwait(false);
        try
        {
            await polling.FlushAsync(_cut.Token).ConfigureAwait(false);
            await SendAsync(webSocket, "5"u8.ToArray(), _cut.Token).ConfigureAwait(false);
            _writer = webSocket;
            _moved.TrySetResult(webSocket);
        }
        finally
        {
            _writing.Release();
        }
    }

    private static async Task SendAsync(ITransport transport, ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        using var packet = OutgoingPacket.Control(text.Span);
        await transport.WriteAsync(packet, cancellationToken).ConfigureAwait(false);
        await transport.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
