using System.Reflection;

namespace SocketIO.Namespaces.InteropTests.Servers;

/// <summary>Where this project's servers are in the working copy.</summary>
internal static class ServerFiles
{
    public static string Directory { get; } = typeof(ServerFiles).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "ServersDirectory").Value!;

    public static string Of(string path) => Path.Combine(Directory, path);
}
