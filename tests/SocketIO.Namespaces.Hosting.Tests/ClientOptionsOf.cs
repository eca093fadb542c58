using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SocketIO.Namespaces.Hosting.Tests;

/// <summary>The options that a registration, or a configuration, leads to.</summary>
internal static class ClientOptionsOf
{
    /// <summary>Registers clients and gets the options of one.</summary>
    public static SocketIOClientOptions Registered(Action<IServiceCollection> register, string name = "")
    {
        var services = new ServiceCollection();
        register(services);
        return services.BuildServiceProvider().GetRequiredService<IOptionsMonitor<SocketIOClientOptions>>().Get(name);
    }

    /// <summary>Registers the client of this name from an appsettings.json with these contents, and gets its options.</summary>
    public static SocketIOClientOptions Configured(string json, string name = "") => Registered(
        services => services.AddSingleton(Json(json)).AddSocketIOClient(name), name);

    public static IConfiguration Json(string json)
        => new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
}
