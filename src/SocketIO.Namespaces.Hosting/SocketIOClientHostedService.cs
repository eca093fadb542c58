using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Namespaces.Hosting.BackgroundTasks;
using SocketIO.Namespaces.Hosting.Inspection;
using SocketIO.Namespaces.Hosting.Registration;
using SocketIO.Namespaces.Hosting.Startup;

namespace SocketIO.Namespaces.Hosting;

/// <summary>Runs one registered client for as long as the host runs. It connects in the background, unless the host shall wait for it.</summary>
/// <remarks>Starts ahead of the other hosted services and stops behind them, so that these can emit from their first line to their last.</remarks>
internal sealed class SocketIOClientHostedService(
    string name,
    IServiceProvider services,
    IEnumerable<BackgroundTaskRegistration> backgroundTasks,
    ILogger<SocketIOClientHostedService>? logger = null) : IHostedLifecycleService
{
    private readonly ILogger _logger = logger ?? NullLogger<SocketIOClientHostedService>.Instance;
    private readonly string _label = ClientLabel.Of(name);

    private AsyncClient? _client;
    private HostedBackgroundTasks? _tasks;
    private Task _watching = Task.CompletedTask;
    private bool _hasLifecycle;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _hasLifecycle = true;
        return BeginAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => _hasLifecycle ? Task.CompletedTask : BeginAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => _hasLifecycle ? Task.CompletedTask : EndAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => EndAsync(cancellationToken);

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        AsyncClient client = services.GetRequiredKeyedService<AsyncClient>(name);
        await services.GetRequiredKeyedService<ClientNamespaces>(name).RegisterOnAsync(client).ConfigureAwait(false);
        Log.ClientStarting(_logger, _label);
        if (_logger.IsEnabled(LogLevel.Debug))
            Log.ClientHandlers(_logger, _label, HandlerTableText.Of(Snapshots.Of(name, client.Core)));
        await client.StartAsync(cancellationToken).ConfigureAwait(false);
        _client = client;
        _tasks = StartTasks(client);
        _watching = WatchAsync(client, _tasks);
        try
        {
            await new StartupWait(client, _label, _logger).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await EndAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_client is not { } client || _tasks is not { } tasks)
            return;

        Log.ClientStopping(_logger, _label);
        long began = client.Core.Time.GetTimestamp();
        try
        {
            await client.DisconnectAsync(cancellationToken).ConfigureAwait(false);
            await _watching.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.ClientStopTimedOut(_logger, _label);
            client.HurryDisconnect();
            return;
        }

        await _watching.ConfigureAwait(false);
        TimeSpan left = client.Core.Options.StopTimeout - client.Core.Time.GetElapsedTime(began);
        await tasks.ReportHangingAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero).ConfigureAwait(false);
    }

    private HostedBackgroundTasks StartTasks(AsyncClient client)
    {
        var tasks = new HostedBackgroundTasks(client, _label, _logger);
        var scopes = services.GetRequiredService<IServiceScopeFactory>();
        foreach (BackgroundTaskRegistration task in backgroundTasks.Where(task => task.Client == name))
            tasks.Start(task.Name, new BackgroundTaskRunner(client, task, scopes, _logger));
        return tasks;
    }

    private async Task WatchAsync(AsyncClient client, HostedBackgroundTasks tasks)
    {
        DisconnectReason reason = await client.WaitAsync().ConfigureAwait(false);
        if (reason != DisconnectReason.ClientDisconnect)
            Log.ClientEnded(_logger, _label, reason, client.Status.LastFailure);
        await tasks.CancelAsync().ConfigureAwait(false);
    }
}
