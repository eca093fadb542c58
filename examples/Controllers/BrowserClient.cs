using System.ComponentModel;
using System.Diagnostics;

namespace Controllers;

/// <summary>The official Socket.IO client for browsers, from npm, in the version of package-lock.json.</summary>
internal static class BrowserClient
{
    /// <summary>Fetches it unless it is there. Without npm all but the chat in the browser works.</summary>
    /// <returns>Its script.</returns>
    public static async Task<string> InstallAsync(string directory)
    {
        string script = Path.Combine(directory, "node_modules", "socket.io-client", "dist", "socket.io.min.js");
        if (File.Exists(script))
            return script;

        Console.WriteLine("Fetching the browser's Socket.IO client: npm ci");
        try
        {
            using Process npm = Process.Start(
                new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund"]) { WorkingDirectory = directory })!;
            await npm.WaitForExitAsync();
            if (npm.ExitCode != 0)
                Console.WriteLine($"npm failed (exit code {npm.ExitCode}): the page will not chat.");
        }
        catch (Win32Exception exception)
        {
            Console.WriteLine($"npm could not be started ({exception.Message}): the page will not chat.");
        }

        return script;
    }
}
