using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Namespaces.Namespaces;

namespace SocketIO.Namespaces.Hosting.Registration;

/// <summary>A namespace class added to a client. It is the key of the class's service, one instance each, and so compared by reference.</summary>
/// <param name="client">The client's name.</param>
/// <param name="type">The namespace class.</param>
/// <param name="path">The path given at registration; null where the class itself says.</param>
/// <param name="lifetime">Whether there is one instance, or one per event.</param>
/// <param name="factory">Makes an instance in the container's place; null where that does.</param>
internal sealed class NamespaceRegistration(
    string client, [DynamicallyAccessedMembers(NamespaceRegistration.Members)] Type type, string? path, ServiceLifetime lifetime, Func<IServiceProvider, IClientNamespace>? factory = null)
{
    /// <summary>What has to be left of the class when an application is trimmed.</summary>
    public const DynamicallyAccessedMemberTypes Members = NamespaceClass.Members | DynamicallyAccessedMemberTypes.PublicConstructors;

    public string Client { get; } = client;

    [DynamicallyAccessedMembers(Members)]
    public Type Type { get; } = type;

    /// <summary>Whether one instance handles all events.</summary>
    public bool IsSingleton => lifetime == ServiceLifetime.Singleton;

    /// <summary>Whether the container calls a constructor of the class.</summary>
    public bool IsConstructed => factory is null;

    /// <summary>The class as a service.</summary>
    public ServiceDescriptor Service => factory is null
        ? new ServiceDescriptor(Type, this, Type, lifetime)
        : new ServiceDescriptor(Type, this, (services, _) => factory(services), lifetime);

    /// <summary>The path as far as it is known without an instance; null where a constructor says, as each of several factories' instances may.</summary>
    public string? KnownPath => path ?? (IsSingleton && factory is not null ? null : Type.GetCustomAttribute<NamespaceAttribute>()?.Path);

    /// <summary>The path of the class's instance: the registration's, else that of the constructor, else that of the attribute.</summary>
    public string PathOf(IClientNamespace instance) => path ?? instance.DeclaredPath;

    /// <summary>The class's instance: the only one, or that of a scope.</summary>
    public IClientNamespace GetInstance(IServiceProvider services) => (IClientNamespace)services.GetRequiredKeyedService(Type, this);

    /// <summary>Why another class cannot have the path that this one has.</summary>
    public string Taken(string path)
        => $"{Type.Name} is on \"{path}\" of {ClientLabel.Of(Client)} already: give one of the two another path, by [Namespace] or AddNamespace(path).";
}
