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

    /// <summary>Where Debian puts it: not everybody's PATH leads there.</summary>
    public const string HAProxy = "/usr/sbin/haproxy";

    public const string Redis = "redis-server";

    public const string Chromium = "/usr/bin/chromium";

    private static readonly SemaphoreSlim Lock = new(1);
    private static readonly Dictionary<string, string?> Faults = [];

    public static Task DemandAsync(ServerKind kind) => DemandAsync($"The {kind} server", () => CheckAsync(kind));

    public static Task DemandClusterAsync()
        => DemandAsync("A cluster of servers", async () => await FaultOfAsync(HAProxy, "-v") ?? await FaultOfAsync(Redis, "--version"));

    /// <param name="folders">Where the packages are that are needed besides the browser.</param>
    public static Task DemandBrowserAsync(params string[] folders) => DemandAsync("A browser", async () =>
    {
        var fault = await FaultOfAsync(Chromium, "--version") ?? await FaultOfAsync(Node, "--version") ?? await FaultOfAsync(Npm, "--version");
        foreach (var folder in folders)
            fault ??= await NodePackages.InstallAsync(folder);
        return fault;
    });

    private static async Task DemandAsync(string what, Func<Task<string?>> checkAsync)
    {
        var fault = await CheckOnceAsync(what, checkAsync);
        if (fault is null)
        {
            return;
        }

        var reason = $"{what} cannot run here: {fault}";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(reason);
        }

        Assert.Ignore(reason);
    }

    private static async Task<string?> CheckOnceAsync(string what, Func<Task<string?>> checkAsync)
    {
        await Lock.WaitAsync();
        try
        {
            if (!Faults.TryGetValue(what, out string? fault))
            {
                Faults[what] = fault = await checkAsync();
            }

            return fault;
        }
        finally
        {
            Lock.Release();
        }
    }

    private static Task<string?> CheckAsync(ServerKind kind) => kind switch
    {
        ServerKind.Node => CheckNodeAsync("node"),
        ServerKind.Node2 => CheckNodeAsync("node2"),
        _ => FaultOfAsync(Python, "-c", "import socketio, aiohttp"),
    };

    private static async Task<string?> CheckNodeAsync(string directory)
        => await FaultOfAsync(Node, "--version") ?? await FaultOfAsync(Npm, "--version") ?? await NodePackages.InstallAsync(ServerFiles.Of(directory));

    /// <summary>Runs a program to its end and gives the reason why it failed, or null.</summary>
    public static async Task<string?> FaultOfAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.WorkingDirectory = ServerFiles.Directory;
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
