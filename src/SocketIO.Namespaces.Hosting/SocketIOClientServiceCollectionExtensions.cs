using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using SocketIO.Namespaces;
using SocketIO.Namespaces.Hosting.Configuration;
using SocketIO.Namespaces.Hosting.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Socket.IO clients, which the host connects in the background, keeps connected, and stops.</summary>
/// <remarks>
/// <para>Adding a client of the same name again configures the same client further.</para>
/// <para>A client's options are checked when the host starts; faults in them, all named at once, keep it from starting. A server that cannot be
/// reached does not.</para>
/// </remarks>
public static class SocketIOClientServiceCollectionExtensions
{
    private const string DefaultSection = "SocketIO";

    /// <summary>Adds the default client, set up by the configuration section <c>SocketIO</c>.</summary>
    /// <param name="services">Where to add it.</param>
    /// <returns>Adds namespace classes and more to the client.</returns>
    [RequiresDynamicCode(OptionsBinder.Unsafe)]
    [RequiresUnreferencedCode(OptionsBinder.Unsafe)]
    public static ISocketIOClientBuilder AddSocketIOClient(this IServiceCollection services)
        => Add(services, Options.Options.DefaultName).FromConfiguration(DefaultSection);

    /// <summary>Adds the default client, set up by a section of the configuration.</summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="section">Holds values for the properties of <see cref="SocketIOClientOptions"/>.</param>
    /// <returns>Adds namespace classes and more to the client.</returns>
    [RequiresDynamicCode(OptionsBinder.Unsafe)]
    [RequiresUnreferencedCode(OptionsBinder.Unsafe)]
    public static ISocketIOClientBuilder AddSocketIOClient(this IServiceCollection services, IConfiguration section)
        => Add(services, Options.Options.DefaultName).FromConfiguration(section);

    /// <summary>Adds the default client, set up by code.</summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="configure">Sets the options; at least <see cref="SocketIOClientOptions.Url"/>.</param>
    /// <returns>Adds namespace classes and more to the client.</returns>
    public static ISocketIOClientBuilder AddSocketIOClient(this IServiceCollection services, Action<SocketIOClientOptions> configure)
        => Add(services, Options.Options.DefaultName).FromCode(configure);

    /// <summary>Adds a client beside others, set up by the configuration section <c>SocketIO:</c><paramref name="name"/>.</summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="name">The name of its options and the key of its services; empty for the default client.</param>
    /// <returns>Adds namespace classes and more to the client.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is white space, or the name of an option, which has that section already.</exception>
    [RequiresDynamicCode(OptionsBinder.Unsafe)]
    [RequiresUnreferencedCode(OptionsBinder.Unsafe)]
    public static ISocketIOClientBuilder AddSocketIOClient(this IServiceCollection services, string name)
    {
        ThrowIfOption(name);
        return Add(services, name).FromConfiguration(name.Length == 0 ? DefaultSection : ConfigurationPath.Combine(DefaultSection, name));
    }

    /// <summary>Adds a client beside others, set up by a section of the configuration.</summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="name">The name of its options and the key of its services; empty for the default client.</param>
    /// <param name="section">Holds values for the properties of <see cref="SocketIOClientOptions"/>.</param>
    /// <returns>Adds namespace classes and more to the client.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is white space.</exception>
    [RequiresDynamicCode(OptionsBinder.Unsafe)]
    [RequiresUnreferencedCode(OptionsBinder.Unsafe)]
    public static ISocketIOClientBuilder AddSocketIOClient(this IServiceCollection services, string name, IConfiguration section)
        => Add(services, name).FromConfiguration(section);

    /// <summary>Adds a client beside others, set up by code.</summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="name">The name of its options and the key of its services; empty for the default client.</param>
    /// <param name="configure">Sets the options; at least <see cref="SocketIOClientOptions.Url"/>.</param>
    /// <returns>Adds namespace classes and more to the client.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is white space.</exception>
    public static ISocketIOClientBuilder AddSocketIOClient(this IServiceCollection services, string name, Action<SocketIOClientOptions> configure)
        => Add(services, name).FromCode(configure);

    private static SocketIOClientBuilder Add(IServiceCollection services, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length > 0 && string.IsNullOrWhiteSpace(name))
            throw new ArgumentException("A client's name cannot be blank: name it, or leave the name out for the default client.", nameof(name));
        ClientServices.Add(services, name);
        return new SocketIOClientBuilder(services, name);
    }

    private static void ThrowIfOption(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (typeof(SocketIOClientOptions).GetProperties().Any(option => option.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ArgumentException(
                $"The section {DefaultSection}:{name} belongs to an option of the default client: name the client otherwise, or give its section.", nameof(name));
        }
    }
}
