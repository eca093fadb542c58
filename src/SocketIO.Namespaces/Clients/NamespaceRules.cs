using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients;

/// <summary>Finds what is wrong with namespace classes in view of a client's services, without making the client.</summary>
internal sealed class NamespaceRules(SocketIOClientOptions options)
{
    private readonly BindingContext _binding = new(
        new PacketSerializer(options.JsonSerializerOptions, new SocketIOLimits()), // the client's own limits may be faulty
        options.Services?.GetService<IServiceProviderIsService>());

    /// <summary>Every fault of a class that could be registered, each with its fix.</summary>
    public IReadOnlyList<string> FindFaults([DynamicallyAccessedMembers(HandlerMembers.Methods)] Type type) => NamespaceDefinition.Inspect(type).FindFaults(_binding);
}
