namespace SocketIO.Namespaces;

/// <summary>The base of classes that handle one namespace: each public <c>On…</c> method hears the event it is named after.</summary>
/// <remarks>See the documentation, "Namespaces and events", for how names, parameters and returned values are mapped.</remarks>
public abstract class AsyncClientNamespace : SocketIOEmitter
{
    public override string Namespace => throw new NotImplementedException();
    public override bool IsConnected => throw new NotImplementedException();
    internal override ValueTask EmitCoreAsync(Emission emission, CancellationToken cancellationToken) => throw new NotImplementedException();
    internal override Task CallCoreAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken) => throw new NotImplementedException();
    internal override Task<TResult> CallCoreAsync<TResult>(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken) => throw new NotImplementedException();
    protected AsyncClientNamespace(string? @namespace = null) { }
    public Task DisconnectAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
