using System.Diagnostics.CodeAnalysis;
using SocketIO.Namespaces.Dispatch;

namespace SocketIO.Namespaces;

/// <summary>A namespace class: one that derives from <see cref="AsyncClientNamespace"/> or <see cref="ClientNamespace"/>. Nothing else can be one.</summary>
[DynamicallyAccessedMembers(HandlerMembers.Methods)]
public interface IClientNamespace
{
    /// <summary>The path that the class says: its constructor goes before the attribute.</summary>
    internal string DeclaredPath { get; }
}
