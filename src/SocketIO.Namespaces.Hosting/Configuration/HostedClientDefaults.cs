using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SocketIO.Namespaces.Hosting.Configuration;

/// <summary>Gives a client what the host has, wherever the user set nothing else.</summary>
internal sealed class HostedClientDefaults(IServiceProvider services) : IPostConfigureOptions<SocketIOClientOptions>
{
    public void PostConfigure(string? name, SocketIOClientOptions options)
    {
        options.ClientName = name ?? "";
        options.IsHosted = true;
        options.Services ??= services;
        options.LoggerFactory ??= services.GetService<ILoggerFactory>();
        if (options.TimeProvider == TimeProvider.System)
            options.TimeProvider = services.GetRequiredService<TimeProvider>();

        // Nobody is there to connect a hosted client again by hand.
        options.Reconnection.AfterServerDisconnect ??= true;
    }
}
