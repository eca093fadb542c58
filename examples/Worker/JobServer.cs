using SocketIO.Namespaces;

namespace Worker;

/// <summary>Plays the server's part where there is none: gives out a job a second.</summary>
internal sealed class JobServer(SocketIOTestServer server, ILogger<JobServer> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        TestServerNamespace jobs = server.Of("/jobs");
        jobs.On("alive", (string name) => log.LogInformation("The worker on {Name} is alive.", name));
        await jobs.WaitForClientAsync(cancellationToken: stoppingToken);

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (int number = 1; await timer.WaitForNextTickAsync(stoppingToken); number++)
        {
            JobResult result = await jobs.CallAsync<JobResult>("job", new Job(number, "Count these words, please"), cancellationToken: stoppingToken);
            log.LogInformation("Job {Number} was answered: {Words} words.", number, result.Words);
        }
    }
}
