using System.ComponentModel;
using System.Diagnostics;

namespace SocketIO.Namespaces.InteropTests.Servers;

/// <summary>What must be installed for a server to run. Where it is not, tests are ignored with the reason; on CI they fail.</summary>
internal static class Requirements
{
    public const string Node = "node";
    public const string Npm = "npm";

    /// <summary>Debian's own Python, which sees Debian's packages: another one may come first on the PATH.</summary>
    public const string Python = "/usr/bin/python3";

    private static readonly SemaphoreSlim Lock = new(1);
    private static readonly Dictionary<ServerKind, string?> Faults = [];

    public static async Task DemandAsync(ServerKind kind)
    {
        var fault = await CheckOnceAsync(kind);
        if (fault is null)
        {
            return;
        }

        var reason = $"The {kind} server cannot run here: {fault}";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(reason);
        }

        Assert.Ignore(reason);
    }

    private static async Task<string?> CheckOnceAsync(ServerKind kind)
    {
        await Lock.WaitAsync();
        try
        {
            if (!Faults.TryGetValue(kind, out string? fault))
            {
                Faults[kind] = fault = await CheckAsync(kind);
            }

            return fault;
        }
        finally
        {
            Lock.Release();
        }
    }

    private static async Task<string?> CheckAsync(ServerKind kind)
        => kind == ServerKind.Node
            ? await FaultOfAsync(Node, "--version") ?? await FaultOfAsync(Npm, "--version") ?? await NodePackages.InstallAsync()
            : await FaultOfAsync(Python, "-c", "import socketio, aiohttp");

    /// <summary>Runs a program to its end and gives the reason why it failed, or null.</summary>
    public static async Task<string?> FaultOfAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.WorkingDirectory = ServerFiles.NodeDirectory;
        var command = $"'{program} {string.Join(' ', arguments)}'";
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
            return process.ExitCode == 0 ? null : $"{command} gave {process.ExitCode}: {await output}{await errors}";
        }
        catch (Win32Exception exception)
        {
            return $"{command} could not be started: {exception.Message}";
        }
        catch (TimeoutException)
        {
            return $"{command} did not end";
        }
    }
}
