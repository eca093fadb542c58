using Microsoft.Extensions.DependencyInjection;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>What binding needs to know.</summary>
/// <param name="Serializer">Reads arguments and writes acknowledgements.</param>
/// <param name="Services">Tells which types are services; null where there are none.</param>
internal sealed record BindingContext(PacketSerializer Serializer, IServiceProviderIsService? Services);
