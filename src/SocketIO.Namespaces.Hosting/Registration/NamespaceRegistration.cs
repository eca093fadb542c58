namespace SocketIO.Namespaces.Hosting.Registration;

/// <summary>A namespace class added to a client. It is the key of the class's service, one instance each, and so compared by reference.</summary>
/// <param name="client">The client's name.</param>
/// <param name="type">The namespace class.</param>
/// <param name="path">The path given at registration; null where the class itself says.</param>
internal sealed class NamespaceRegistration(string client, Type type, string? path)
{
    public string Client { get; } = client;

    public Type Type { get; } = type;

    /// <summary>The path of the class's instance: the registration's, else that of the constructor, else that of the attribute.</summary>
    public string PathOf(IClientNamespace instance) => path ?? instance.DeclaredPath;
}
