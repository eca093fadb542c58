using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces.Hosting.Tests;

/// <summary>Generic hosts without configuration files, with a container as strict as in development unless asked otherwise.</summary>
internal static class TestHost
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static IHost Build(Action<IServiceCollection> register, LogCollector? logs = null, bool validate = true)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.ConfigureContainer(
            new DefaultServiceProviderFactory(new ServiceProviderOptions { ValidateScopes = validate, ValidateOnBuild = validate }));
        if (logs is not null)
            builder.Logging.SetMinimumLevel(LogLevel.Debug).AddProvider(logs);
        register(builder.Services);
        return builder.Build();
    }

    public static async Task<IHost> StartAsync(Action<IServiceCollection> register, LogCollector? logs = null, bool validate = true)
    {
        IHost host = Build(register, logs, validate);
        await host.StartAsync().WaitAsync(Patience);
        return host;
    }

    /// <summary>Waits until the default client has joined its namespaces.</summary>
    public static Task WaitForConnectedAsync(this IHost host) => host.Services.GetRequiredService<AsyncClient>().UntilAsync(ClientState.Connected);

    /// <summary>Waits until a client is in a state.</summary>
    public static async Task UntilAsync(this AsyncClient client, ClientState state)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (client.State != state)
            await Task.Delay(1, patience.Token);
    }
}
