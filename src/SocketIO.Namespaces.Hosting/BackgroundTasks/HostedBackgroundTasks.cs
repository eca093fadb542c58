using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Clients;

namespace SocketIO.Namespaces.Hosting.BackgroundTasks;

/// <summary>The background tasks of one hosted client, for as long as it lives.</summary>
internal sealed class HostedBackgroundTasks(AsyncClient client, string label, ILogger logger)
{
    private readonly CancellationTokenSource _ended = new();
    private readonly List<(string Name, Task Task)> _running = [];

    /// <summary>Starts a task. The client's disconnect cancels it and waits for it.</summary>
    public void Start(string task, BackgroundTaskRunner runner) => _running.Add((task, client.StartBackgroundTask(async stopping =>
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, _ended.Token);
        await runner.RunAsync(either.Token).ConfigureAwait(false);
    })));

    /// <summary>Ends what still runs once the client has ended, by itself perhaps.</summary>
    public Task CancelAsync() => _ended.CancelSafelyAsync(logger);

    /// <summary>Names those that do not end in time.</summary>
    public async Task ReportHangingAsync(TimeSpan patience)
    {
        await Task.WhenAll(_running.Select(running => running.Task)).EndsWithinAsync(patience, client.Core.Time).ConfigureAwait(false);
        foreach ((string name, Task task) in _running)
        {
            if (!task.IsCompleted)
                Log.BackgroundTaskHangs(logger, name, label);
        }
    }
}
