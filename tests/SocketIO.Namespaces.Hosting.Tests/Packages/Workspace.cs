namespace SocketIO.Namespaces.Hosting.Tests.Packages;

/// <summary>A folder of its own, outside of the repository, with a feed of the packages and a user's project.</summary>
internal sealed class Workspace : IDisposable
{
    // Settings of folders above must not reach the user's project.
    private static readonly string[] Barriers = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("socketio-packages-");

    /// <summary>Where the packages are.</summary>
    public string Feed => Path.Combine(_folder.FullName, "feed");

    /// <summary>The version they are packed in: never seen before, so that no cache can have another package of it.</summary>
    public string Version { get; } = $"0.0.1-test.{Guid.NewGuid():N}";

    private string Worker => Path.Combine(_folder.FullName, "worker");

    /// <summary>Packs what was built for this test run, so that nothing is written where another build may be at work.</summary>
    /// <returns>What it wrote.</returns>
    public Task<string> PackAsync()
        => DotnetCommand.RunAsync(
            Repository.Root,
            "pack", "--no-build", "--configuration", Repository.Configuration, "--output", Feed, "--disable-build-servers",
            $"-p:Version={Version}", $"-p:NuspecOutputPath={_folder.FullName}/nuspec/");

    /// <summary>Makes a worker's project as a user would, builds it with the packages, and runs it.</summary>
    /// <returns>What it wrote.</returns>
    public async Task<string> RunWorkerAsync()
    {
        foreach (string barrier in Barriers)
            await WriteAsync(barrier, "<Project />");
        await WriteAsync("Directory.Build.rsp", "");
        await WriteAsync("nuget.config", WorkerProject.NuGetConfig(Feed, Repository.PackageCache));
        await WriteAsync("worker/worker.csproj", WorkerProject.Project(Version));
        await WriteAsync("worker/Program.cs", WorkerProject.Program);

        await DotnetCommand.RunAsync(Worker, "build", "--disable-build-servers", "--output", "out", $"-p:RestorePackagesPath={_folder.FullName}/packages");
        return await DotnetCommand.RunAsync(Worker, "exec", "out/worker.dll");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task WriteAsync(string path, string text)
    {
        var file = new FileInfo(Path.Combine(_folder.FullName, path));
        file.Directory!.Create();
        return File.WriteAllTextAsync(file.FullName, text);
    }
}
