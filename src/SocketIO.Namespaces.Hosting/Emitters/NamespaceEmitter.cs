using Microsoft.Extensions.DependencyInjection;
using SocketIO.Namespaces.Hosting.Registration;

namespace SocketIO.Namespaces.Hosting.Emitters;

/// <summary>Emits on the path and client that a namespace class is registered on.</summary>
/// <remarks>Both are looked up at first use: a service that a namespace class depends on may itself depend on an emitter.</remarks>
/// <param name="services">Has the clients.</param>
/// <param name="registrations">Every namespace class of every client.</param>
/// <param name="client">The client's name where the emitter is asked for by key; null for the class's only client.</param>
internal sealed class NamespaceEmitter<TNamespace>(
    IServiceProvider services,
    IEnumerable<NamespaceRegistration> registrations,
    [ServiceKey] string? client = null) : ForwardingEmitter, ISocketIOEmitter<TNamespace>
    where TNamespace : class
{
    private readonly NamespaceRegistration _registration = EmitterTarget.Find(typeof(TNamespace), client, registrations);

    private SocketIOEmitter? _target;

    public override bool IsConnected => FindTarget() is { IsConnected: true };

    private protected override SocketIOEmitter Target => FindTarget()
        ?? throw new SocketIODisconnectedException($"The host has not started {ClientLabel.Of(_registration.Client)} yet.")
        {
            Delivery = Delivery.NotSent,
        };

    private SocketIOEmitter? FindTarget()
    {
        if (_target is null && services.GetRequiredKeyedService<ClientNamespaces>(_registration.Client).PathOf(_registration) is { } path)
            _target = (SocketIOEmitter)services.GetRequiredKeyedService<AsyncClient>(_registration.Client).Of(path);
        return _target;
    }
}
