using System.Text.Json.Nodes;

namespace SocketIO.Namespaces.InteropTests.Servers;

/// <summary>Installs the packages of a Node server, unless they are there as the lock file wants them: then no network is needed.</summary>
internal static class NodePackages
{
    private const string Root = "";

    /// <param name="directory">Where the server and its lock file are.</param>
    /// <returns>The reason why it failed, or null.</returns>
    public static async Task<string?> InstallAsync(string directory)
        => IsComplete(directory) ? null : await Requirements.FaultOfAsync(Requirements.Npm, "ci", "--prefix", directory, "--no-audit", "--no-fund");

    private static bool IsComplete(string directory)
    {
        // npm writes the second file last, as a record of what it has installed.
        var wanted = PackagesOf(directory, "package-lock.json");
        var installed = PackagesOf(directory, "node_modules/.package-lock.json");
        wanted?.Remove(Root);
        return JsonNode.DeepEquals(wanted, installed)
            && wanted is not null
            && wanted.All(package => Directory.Exists(Path.Combine(directory, package.Key)));
    }

    private static JsonObject? PackagesOf(string directory, string lockFile)
    {
        var path = Path.Combine(directory, lockFile);
        return File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path))?["packages"]?.AsObject() : null;
    }
}
