using System.Diagnostics.CodeAnalysis;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>What has to be left of a namespace class when an application is trimmed.</summary>
internal static class HandlerMembers
{
    /// <summary>All methods: those that are not public, too, since they may be faults.</summary>
    public const DynamicallyAccessedMemberTypes Methods = DynamicallyAccessedMemberTypes.AllMethods;
}
