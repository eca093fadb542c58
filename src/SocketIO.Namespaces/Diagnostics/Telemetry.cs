using System.Reflection;

namespace SocketIO.Namespaces.Diagnostics;

/// <summary>What the meter and the activity source have in common.</summary>
internal static class Telemetry
{
    /// <summary>The name of both.</summary>
    public const string Name = "SocketIO.Namespaces";

    public const string MessagingSystem = "socketio";

    /// <summary>The library's version, without the commit it was built from.</summary>
    public static string Version { get; } = typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
