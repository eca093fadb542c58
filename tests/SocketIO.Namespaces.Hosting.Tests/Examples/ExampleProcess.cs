using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace SocketIO.Namespaces.Hosting.Tests.Examples;

/// <summary>An example that runs until Ctrl+C, in its own folder, as <c>dotnet run</c> runs it.</summary>
internal sealed class ExampleProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _story = new();

    public ExampleProcess(string name, params string[] arguments) => _process = Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(Folder(name), Project("ExampleOutput"), $"{name}.dll"), .. arguments])
        {
            WorkingDirectory = Folder(name),
            RedirectStandardOutput = true,
        })!;

    /// <summary>Where an example's sources are.</summary>
    public static string Folder(string name) => Path.GetFullPath(Path.Combine(Project("ExamplesDirectory"), name));

    /// <summary>What it has written so far.</summary>
    public string Story => _story.ToString();

    /// <summary>Reads on until a line contains this.</summary>
    /// <returns>The line.</returns>
    public async Task<string> SeeAsync(string text, CancellationToken cancellationToken)
    {
        string? line;
        do
        {
            line = await _process.StandardOutput.ReadLineAsync(cancellationToken);
            _story.AppendLine(line);
        }
        while (line?.Contains(text, StringComparison.Ordinal) == false);

        Assert.That(line, Is.Not.Null, () => $"it ended before '{text}':\n{Story}");
        return line!;
    }

    /// <summary>Tells it to stop, and reads to the end. By SIGTERM, which a host takes as it does Ctrl+C: what was started in the background may ignore that.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        using (Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(cancellationToken);
        _story.Append(await _process.StandardOutput.ReadToEndAsync(cancellationToken));
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static string Project(string property) => typeof(ExampleProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == property).Value!;
}
