using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Hosting.Registration;

/// <summary>A namespace class added to a client. As the key of the class's service it stands for one instance, so it is compared by reference.</summary>
/// <param name="client">The client's name.</param>
/// <param name="definition">The namespace class.</param>
/// <param name="path">The path given at registration; null where the class itself says.</param>
internal sealed class NamespaceRegistration(string client, NamespaceDefinition definition, string? path)
{
    public string Client { get; } = client;

    public Type Type => definition.Type;

    /// <summary>The path of the class's instance: what the registration says goes before what the constructor says, and this before the attribute.</summary>
    public string PathOf(AsyncClientNamespace instance) => path ?? instance.DeclaredPath ?? definition.Path ?? NamespacePath.Default;
}
