using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Namespaces.Hosting.Inspection;
using SocketIO.Namespaces.Hosting.Registration;

namespace SocketIO.Namespaces.Hosting;

/// <summary>Runs one registered client for as long as the host runs. It connects in the background: the host never waits for the server.</summary>
/// <remarks>Starts ahead of the other hosted services, so that these can emit from their first line on.</remarks>
internal sealed class SocketIOClientHostedService(
    string name,
    IServiceProvider services,
    IEnumerable<BackgroundTaskRegistration> backgroundTasks,
    ILogger<SocketIOClientHostedService>? logger = null) : IHostedLifecycleService
{
    private readonly ILogger _logger = logger ?? NullLogger<SocketIOClientHostedService>.Instance;
    private readonly string _label = ClientLabel.Of(name);

    private AsyncClient? _client;
    private Task[] _tasks = [];

    public Task StartingAsync(CancellationToken cancellationToken) => StartAsync(cancellationToken);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_client is not null)
            return;

        AsyncClient client = services.GetRequiredKeyedService<AsyncClient>(name);
        await services.GetRequiredKeyedService<ClientNamespaces>(name).RegisterOnAsync(client).ConfigureAwait(false);
        Log.ClientStarting(_logger, _label);
        if (_logger.IsEnabled(LogLevel.Debug))
            Log.ClientHandlers(_logger, _label, HandlerTableText.Of(Snapshots.Of(name, client.Core)));
        await client.StartAsync(cancellationToken).ConfigureAwait(false);
        _client = client;
        _tasks =
        [
            WatchAsync(client),
            .. backgroundTasks.Where(task => task.Client == name)
                .Select(task => client.StartBackgroundTask(stopping => RunOnceConnectedAsync(client, task, stopping))),
        ];
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_client is null)
            return;

        Log.ClientStopping(_logger, _label);
        try
        {
            await _client.DisconnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.ClientStopTimedOut(_logger, _label);
        }

        // The client has logged it if one of them failed.
        await Task.WhenAll(_tasks).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task WatchAsync(AsyncClient client)
    {
        DisconnectReason reason = await client.WaitAsync().ConfigureAwait(false);
        if (reason != DisconnectReason.ClientDisconnect)
            Log.ClientEnded(_logger, _label, reason);
    }

    private static async Task RunOnceConnectedAsync(AsyncClient client, BackgroundTaskRegistration task, CancellationToken stopping)
    {
        await client.WaitForConnectedAsync(stopping).ConfigureAwait(false);
        await task.Run(client, stopping).ConfigureAwait(false);
    }
}
