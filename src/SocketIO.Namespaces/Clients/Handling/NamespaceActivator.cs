namespace SocketIO.Namespaces.Clients.Handling;

/// <summary>Makes the instance of a namespace class that handles one event.</summary>
/// <param name="session">The namespace.</param>
/// <param name="create">Makes an instance with the services of its event, which dispose it.</param>
internal sealed class NamespaceActivator(NamespaceSession session, Func<IServiceProvider, IClientNamespace> create)
{
    /// <exception cref="InvalidOperationException">The instance has served before.</exception>
    public IClientNamespace Create(IServiceProvider services)
    {
        var instance = create(services);
        var isNew = instance is ClientNamespace blocking
            ? blocking.Link.TryAttach(session.Blocking)
            : ((AsyncClientNamespace)instance).Link.TryAttach(session);
        return isNew ? instance : throw new InvalidOperationException(
            $"This instance of {instance.GetType().Name} has handled an event before, and is disposed: let its factory make a new one each time, or register it as a singleton.");
    }
}
