using System.Diagnostics;
using SocketIO.Namespaces.Hosting.Tests.Examples;
using SocketIO.Namespaces.InteropTests.Servers;

namespace SocketIO.Namespaces.InteropTests.Browser;

/// <summary>The pages of <c>examples/Controllers</c> in Chromium, which <c>chat.js</c> uses as a person would.</summary>
[Platform(Exclude = "Win", Reason = "It is told to stop by a signal.")]
public sealed class ChatPageTests
{
    private static readonly string Driver = ServerFiles.Of("../Browser");

    [Test, CancelAfter(120_000)]
    [Category("H7")]
    public async Task A_browser_and_a_namespace_class_chat_and_controllers_join_in(CancellationToken cancellationToken)
    {
        await Requirements.DemandBrowserAsync(Driver, ExampleProcess.Folder("Controllers"));
        var pictures = Directory.CreateDirectory(Path.Combine(TestContext.CurrentContext.WorkDirectory, "TestResults", "Pages")).FullName;
        using var example = new ExampleProcess("Controllers", "--urls", "http://127.0.0.1:0");
        var page = (await example.SeeAsync("Now listening on: ", cancellationToken)).Split(' ')[^1];

        await UsePagesAsync(page, pictures, cancellationToken);

        foreach (var picture in new[] { "chat.png", "clients.png" }.Select(name => new FileInfo(Path.Combine(pictures, name))))
        {
            Assert.That(picture.Length, Is.GreaterThan(10_000), picture.Name);
            TestContext.AddTestAttachment(picture.FullName);
        }

        Assert.That(await example.StopAsync(cancellationToken), Is.Zero, example.Story);
        Assert.That(example.Story, Does.Not.Contain("fail:").And.Not.Contain("warn:"));
    }

    private static async Task UsePagesAsync(string page, string pictures, CancellationToken cancellationToken)
    {
        using var driver = Process.Start(new ProcessStartInfo(Requirements.Node, [Path.Combine(Driver, "chat.js"), Requirements.Chromium, page, pictures])
        {
            RedirectStandardError = true,
        })!;
        try
        {
            var faults = await driver.StandardError.ReadToEndAsync(cancellationToken);
            await driver.WaitForExitAsync(cancellationToken);
            Assert.That(driver.ExitCode, Is.Zero, faults);
        }
        finally
        {
            driver.Kill(entireProcessTree: true);
        }
    }
}
