using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Namespaces.Hosting.Tests;

internal static class ServiceCollectionExtensions
{
    /// <summary>Adds a client for a server that is not there.</summary>
    public static ISocketIOClientBuilder AddClient(this IServiceCollection services, string name = "")
        => services.AddSocketIOClient(name, options => options.Url = new Uri("http://127.0.0.1:9"));

    /// <summary>Adds a client that is quick to come back.</summary>
    public static ISocketIOClientBuilder AddClient(this IServiceCollection services, Uri server, string name = "")
        => services.AddSocketIOClient(name, options =>
        {
            options.Url = server;
            options.Reconnection.Delay = TimeSpan.FromMilliseconds(20);
            options.Reconnection.MaxDelay = TimeSpan.FromMilliseconds(100);
        });
}
