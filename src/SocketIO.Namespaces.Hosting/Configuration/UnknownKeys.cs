using Microsoft.Extensions.Configuration;
using SocketIO.Namespaces.Dispatch;

namespace SocketIO.Namespaces.Hosting.Configuration;

/// <summary>Finds the keys of a section that are no options: misspelt ones, as a rule.</summary>
internal static class UnknownKeys
{
    /// <summary>Finds every such key in a section of options that belong together.</summary>
    /// <returns>The key, and what is wrong with it.</returns>
    public static IEnumerable<(string Key, string Fault)> Find(IConfiguration section, IReadOnlyCollection<string> options)
        => from child in section.GetChildren()
           where child.Exists() && !IsAmong(options, child)
           select (child.Key, Describe(child.Key, options));

    /// <summary>Finds them in a client's section, which may hold the sections of other clients: these have options of a client. The root of a configuration
    /// holds anything.</summary>
    /// <inheritdoc cref="Find"/>
    public static IEnumerable<(string Key, string Fault)> FindForClient(IConfiguration section, IReadOnlyCollection<string> options)
        => section is IConfigurationSection ? Find(section, options).Where(unknown => !IsClient(section.GetSection(unknown.Key), options)) : [];

    private static bool IsClient(IConfigurationSection section, IReadOnlyCollection<string> options)
        => section.GetChildren().Any(child => IsAmong(options, child));

    private static bool IsAmong(IReadOnlyCollection<string> options, IConfigurationSection section)
        => options.Contains(section.Key, StringComparer.OrdinalIgnoreCase);

    private static string Describe(string key, IReadOnlyCollection<string> options)
        => NearestName.Find(key, options) is { } nearest ? $"is no option; the nearest is {nearest}." : "is no option.";
}
