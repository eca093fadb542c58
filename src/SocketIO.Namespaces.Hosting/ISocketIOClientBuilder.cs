using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Namespaces;

/// <summary>Adds to one registered client: its namespace classes, authentication, background tasks.</summary>
public interface ISocketIOClientBuilder
{
    /// <summary>The client's name: that of its options and the key of its services. The default client's is empty.</summary>
    string Name { get; }

    /// <summary>The services the client is registered in.</summary>
    IServiceCollection Services { get; }
}
