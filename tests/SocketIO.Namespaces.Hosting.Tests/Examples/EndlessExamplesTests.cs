namespace SocketIO.Namespaces.Hosting.Tests.Examples;

[Platform(Exclude = "Win", Reason = "It is told to stop by a signal.")]
public sealed class EndlessExamplesTests
{
    [Test, CancelAfter(60_000)]
    public async Task The_worker_does_jobs_until_it_is_stopped(CancellationToken cancellationToken)
    {
        using var worker = new ExampleProcess("Worker");

        await worker.SeeAsync("Ready for jobs.", cancellationToken);
        await worker.SeeAsync("Job 1 is done; this worker has done 1.", cancellationToken);
        await worker.SeeAsync("Job 1 was answered: 4 words.", cancellationToken);
        await worker.SeeAsync(" is alive.", cancellationToken);

        Assert.That(await worker.StopAsync(cancellationToken), Is.Zero, worker.Story);
        Assert.That(worker.Story, Does.Contain("No more jobs: ClientDisconnect.").And.Not.Contain("fail:").And.Not.Contain("warn:"));
    }

    [Test, CancelAfter(60_000)]
    public async Task The_worker_goes_to_the_server_that_it_is_told(CancellationToken cancellationToken)
    {
        await using SocketIOTestServer server = await SocketIOTestServer.StartAsync(cancellationToken);
        using var worker = new ExampleProcess("Worker", "--url", server.Url.ToString());

        await server.Of("/jobs").WaitForClientAsync(TestHost.Patience, cancellationToken);

        Assert.That(server.Of("/").Clients, Is.Empty, "appsettings.json turns the default namespace off");
        Assert.That(await worker.StopAsync(cancellationToken), Is.Zero, worker.Story);
    }

    [Test, CancelAfter(60_000)]
    public async Task The_bridge_takes_events_from_one_server_to_the_other(CancellationToken cancellationToken)
    {
        using var bridge = new ExampleProcess("SeveralServers");

        await bridge.SeeAsync("bridge     | bed 1 is at 68 °F", cancellationToken);
        await bridge.SeeAsync($"dashboard  | bed 1 is at {20.0:0.0} °C", cancellationToken);

        Assert.That(await bridge.StopAsync(cancellationToken), Is.Zero, bridge.Story);
        Assert.That(bridge.Story, Does.Not.Contain("fail:").And.Not.Contain("warn:"));
    }
}
