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
    private readonly NamespaceRegistration _registration = Find(typeof(TNamespace), client, registrations);

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

    private static NamespaceRegistration Find(Type type, string? client, IEnumerable<NamespaceRegistration> registrations)
    {
        NamespaceRegistration[] found =
        [
            .. registrations.Where(registration => registration.Type == type && (client is null || registration.Client == client)),
        ];
        return found switch
        {
            [var only] => only,
            [] => throw new InvalidOperationException(NotRegistered(type.Name, client)),
            _ => throw new InvalidOperationException(Ambiguous(type.Name, found)),
        };
    }

    private static string NotRegistered(string type, string? client)
        => $"There is no emitter for {type}: it is not registered on {(client is null ? "any client" : ClientLabel.Of(client))}. "
            + $"Add it with services.AddSocketIOClient(…).AddNamespace<{type}>().";

    private static string Ambiguous(string type, NamespaceRegistration[] found)
    {
        string[] keys = [.. found.Select(registration => $"\"{registration.Client}\"").Distinct()];
        return keys.Length > 1
            ? $"{type} is registered on several clients. Take its emitter by key, [FromKeyedServices(…)] ISocketIOEmitter<{type}>; the keys are "
                + $"{string.Join(", ", keys)} (an empty one is the default client's)."
            : $"{type} is registered on several paths of {ClientLabel.Of(found[0].Client)}. Take the AsyncClient, and emit on its Of(path).";
    }
}
