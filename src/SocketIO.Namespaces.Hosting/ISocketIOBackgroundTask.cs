namespace SocketIO.Namespaces;

/// <summary>Work that runs while a hosted client does, as a class whose constructor takes services.</summary>
/// <remarks>Add it with <c>AddBackgroundTask&lt;T&gt;()</c>. Each run has a scope of its own, and from it an instance of its own unless you register
/// the class otherwise.</remarks>
public interface ISocketIOBackgroundTask
{
    /// <summary>Does the work. Called once the client is connected; not called anew after a mere reconnection.</summary>
    /// <param name="client">The client it was added to.</param>
    /// <param name="cancellationToken">Cancelled when the host stops, or the client has ended for good.</param>
    Task RunAsync(AsyncClient client, CancellationToken cancellationToken);
}
