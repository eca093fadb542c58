namespace SocketIO.Namespaces.Transports;

/// <summary>Opens transports through one HTTP handler, which it owns.</summary>
internal sealed class HttpTransportConnector(HttpMessageInvoker invoker, TimeSpan connectTimeout, SocketIOLimits limits, TimeProvider timeProvider) : ITransportConnector, IDisposable
{
    /// <summary>A connector with the handler that a client's options describe.</summary>
    public static HttpTransportConnector Create(SocketIOClientOptions options)
    {
        var handler = HttpHandlers.Create(options);
        return new(new HttpMessageInvoker(handler), handler.ConnectTimeout, options.Limits, options.TimeProvider);
    }

    public async ValueTask<ITransport> ConnectAsync(TransportKind kind, TransportRequest request, CancellationToken cancellationToken)
    {
        var http = new EngineHttpClient(invoker, request, connectTimeout, timeProvider);
        return kind switch
        {
            TransportKind.WebSocket => await WebSocketTransport.ConnectAsync(http, request.Sid, limits, cancellationToken).ConfigureAwait(false),
            _ => await PollingTransport.ConnectAsync(http, limits, cancellationToken).ConfigureAwait(false),
        };
    }

    public void Dispose() => invoker.Dispose();
}
