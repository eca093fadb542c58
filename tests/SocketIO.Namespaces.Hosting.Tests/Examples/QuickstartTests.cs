using System.Diagnostics;

namespace SocketIO.Namespaces.Hosting.Tests.Examples;

public sealed class QuickstartTests
{
    [Test, CancelAfter(60_000)]
    public async Task The_tour_shows_each_step_and_ends_by_itself(CancellationToken cancellationToken)
    {
        using Process process = Start();

        Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
        string story = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(process.ExitCode, Is.Zero, await errors);
            Assert.That(story, Does.Contain("connected on /chat")
                .And.Contain("\"new message\" from Ada: Good morning!")
                .And.Contain("\"picture\" sunrise.png has 4 bytes")
                .And.Contain("\"weather\" has no method of its own")
                .And.Contain("\"rename\" was acknowledged with \"OK\" and 6")
                .And.Contain("\"sum\" of 19 and 23 was acknowledged with 42")
                .And.Contain("\"heartbeat\" 1 arrived")
                .And.Contain("I am back on /chat"));
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task A_URL_that_is_none_ends_with_an_error(CancellationToken cancellationToken)
    {
        using Process process = Start("--url", "localhost:3000");

        Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);

        Assert.That(process.ExitCode, Is.Not.Zero);
        Assert.That(await errors, Does.Contain("must start with http://"));
    }

    private static Process Start(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Quickstart.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }
}
