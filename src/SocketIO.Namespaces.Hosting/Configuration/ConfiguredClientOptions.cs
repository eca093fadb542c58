using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace SocketIO.Namespaces.Hosting.Configuration;

/// <summary>Sets one client's options from a section of the configuration.</summary>
/// <param name="client">The client's name.</param>
/// <param name="key">The section's key, for messages.</param>
/// <param name="section">The section; null where the host has no configuration.</param>
[RequiresDynamicCode(OptionsBinder.Unsafe)]
[RequiresUnreferencedCode(OptionsBinder.Unsafe)]
internal sealed class ConfiguredClientOptions(string client, string key, IConfiguration? section) : IConfigureNamedOptions<SocketIOClientOptions>
{
    public string Client => client;

    /// <summary>The configuration key of an option.</summary>
    public string KeyOf(string option) => key.Length == 0 ? option : ConfigurationPath.Combine(key, option);

    public void Configure(SocketIOClientOptions options) => Configure(Options.DefaultName, options);

    // What could not be read is reported by the validator, together with everything else that is wrong.
    public void Configure(string? name, SocketIOClientOptions options)
    {
        if (name == client)
            Bind(options);
    }

    /// <summary>What the configuration says that could not be read: by option, the reason.</summary>
    public IReadOnlyDictionary<string, string> FindFaults() => Bind(new SocketIOClientOptions());

    private Dictionary<string, string> Bind(SocketIOClientOptions options)
    {
        var faults = new Dictionary<string, string>();
        if (section is not null)
            OptionsBinder.Bind(section, options, faults);
        return faults;
    }
}
