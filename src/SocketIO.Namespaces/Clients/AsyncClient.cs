namespace SocketIO.Namespaces;

/// <summary>An asynchronous Socket.IO client.</summary>
public sealed class AsyncClient : SocketIOEmitter, IAsyncDisposable
{
    public AsyncClient(Action<SocketIOClientOptions>? configure = null) { }
    public AsyncClient(SocketIOClientOptions options) { }
    public override string Namespace => throw new NotImplementedException();
    public override bool IsConnected => throw new NotImplementedException();
    public ClientState State => throw new NotImplementedException();
    public TransportKind? Transport => throw new NotImplementedException();
    public event EventHandler<ClientStateChangedEventArgs>? StateChanged { add { } remove { } }
    public IDisposable On(string eventName, Delegate handler, string @namespace = "/") => throw new NotImplementedException();
    public void RegisterNamespace(AsyncClientNamespace instance) => throw new NotImplementedException();
    public INamespaceConnection Of(string @namespace) => throw new NotImplementedException();
    public string? GetSid(string @namespace = "/") => throw new NotImplementedException();
    public Task ConnectAsync(string url, IEnumerable<string>? namespaces = null, object? auth = null, bool retry = false, CancellationToken cancellationToken = default) => throw new NotImplementedException();
    public Task ConnectAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();
    public Task<INamespaceConnection> JoinAsync(string @namespace, object? auth = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();
    public Task ReconnectAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();
    public Task<DisconnectReason> WaitAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();
    public Task DisconnectAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();
    public Task StartBackgroundTask(Func<CancellationToken, Task> task) => throw new NotImplementedException();
    public Task SleepAsync(TimeSpan duration, CancellationToken cancellationToken = default) => throw new NotImplementedException();
    public ValueTask DisposeAsync() => throw new NotImplementedException();
    internal override ValueTask EmitCoreAsync(Emission emission, CancellationToken cancellationToken) => throw new NotImplementedException();
    internal override Task CallCoreAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken) => throw new NotImplementedException();
    internal override Task<TResult> CallCoreAsync<TResult>(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken) => throw new NotImplementedException();
}
