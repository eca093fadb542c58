using System.Diagnostics.CodeAnalysis;
using SocketIO.Namespaces.Dispatch;

namespace SocketIO.Namespaces.Namespaces;

/// <summary>What is asked of a namespace class.</summary>
internal static class NamespaceClass
{
    /// <summary>What has to be left of it when an application is trimmed.</summary>
    public const DynamicallyAccessedMemberTypes Members = HandlerMembers.Methods;

    /// <summary>Checks a class, as far as reflection sees.</summary>
    /// <exception cref="NamespaceDefinitionException">Lists every fault.</exception>
    public static void Validate([DynamicallyAccessedMembers(Members)] Type type) => NamespaceDefinition.Inspect(type);
}
