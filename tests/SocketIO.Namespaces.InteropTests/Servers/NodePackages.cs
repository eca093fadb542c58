using System.Text.Json.Nodes;

namespace SocketIO.Namespaces.InteropTests.Servers;

/// <summary>Installs the packages of the Node server, unless they are there as the lock file wants them: then no network is needed.</summary>
internal static class NodePackages
{
    private const string Root = "";

    public static async Task<string?> InstallAsync()
        => IsComplete() ? null : await Requirements.FaultOfAsync(Requirements.Npm, "ci", "--no-audit", "--no-fund");

    private static bool IsComplete()
    {
        // npm writes the second file last, as a record of what it has installed.
        var wanted = PackagesOf("package-lock.json");
        var installed = PackagesOf("node_modules/.package-lock.json");
        wanted?.Remove(Root);
        return JsonNode.DeepEquals(wanted, installed)
            && wanted is not null
            && wanted.All(package => Directory.Exists(Path.Combine(ServerFiles.NodeDirectory, package.Key)));
    }

    private static JsonObject? PackagesOf(string lockFile)
    {
        var path = Path.Combine(ServerFiles.NodeDirectory, lockFile);
        return File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path))?["packages"]?.AsObject() : null;
    }
}
