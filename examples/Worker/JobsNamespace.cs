using SocketIO.Namespaces;

namespace Worker;

/// <summary>Does the jobs that the server gives out. It is made by the container, with what its constructor takes.</summary>
[Namespace("/jobs")]
public sealed class JobsNamespace(JobCount count, ILogger<JobsNamespace> log) : AsyncClientNamespace
{
    public void OnConnect() => log.LogInformation("Ready for jobs.");

    public void OnDisconnect(DisconnectReason reason) => log.LogInformation("No more jobs: {Reason}.", reason);

    // What it returns is the answer the server gets. The token is cancelled when the host stops and the job takes long.
    public async Task<JobResult> OnJob(Job job, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken); // hard work
        log.LogInformation("Job {Number} is done; this worker has done {Count}.", job.Number, count.Increment());
        return new JobResult(job.Text.Split(' ').Length);
    }
}

public sealed record Job(int Number, string Text);

public sealed record JobResult(int Words);

public sealed class JobCount
{
    private int _count;

    public int Increment() => Interlocked.Increment(ref _count);
}
