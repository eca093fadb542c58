using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Namespaces.Hosting.Emitters;

/// <summary>Emits on a path of a registered client.</summary>
/// <remarks>The client is looked up at first use: a service that a namespace class depends on may itself depend on an emitter.</remarks>
internal sealed class ClientEmitter(IServiceProvider services, string client, string path) : ForwardingEmitter
{
    private SocketIOEmitter? _target;

    private protected override SocketIOEmitter Target
        => _target ??= (SocketIOEmitter)services.GetRequiredKeyedService<AsyncClient>(client).Of(path);
}
