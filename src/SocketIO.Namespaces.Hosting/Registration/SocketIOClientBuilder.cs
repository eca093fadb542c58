using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SocketIO.Namespaces.Hosting.Configuration;

namespace SocketIO.Namespaces.Hosting.Registration;

internal sealed class SocketIOClientBuilder(IServiceCollection services, string name) : ISocketIOClientBuilder
{
    public string Name => name;

    public IServiceCollection Services => services;

    public SocketIOClientBuilder FromCode(Action<SocketIOClientOptions> configure)
    {
        services.Configure(name, configure);
        return this;
    }

    [RequiresDynamicCode(OptionsBinder.Unsafe)]
    [RequiresUnreferencedCode(OptionsBinder.Unsafe)]
    public SocketIOClientBuilder FromConfiguration(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        services.AddSingleton<IConfigureOptions<SocketIOClientOptions>>(
            new ConfiguredClientOptions(name, (section as IConfigurationSection)?.Path ?? "", section));
        return this;
    }

    [RequiresDynamicCode(OptionsBinder.Unsafe)]
    [RequiresUnreferencedCode(OptionsBinder.Unsafe)]
    public SocketIOClientBuilder FromConfiguration(string key)
    {
        services.AddSingleton<IConfigureOptions<SocketIOClientOptions>>(
            provider => new ConfiguredClientOptions(name, key, provider.GetService<IConfiguration>()?.GetSection(key)));
        return this;
    }
}
