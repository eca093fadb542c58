using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SocketIO.Namespaces.Testing.Hosting;

/// <summary>Kestrel on loopback. It takes nothing from the process around it: no environment variables, settings files or Ctrl+C.</summary>
internal sealed class LoopbackHost : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    private readonly ConnectionTable _connections = new();
    private readonly WebApplication _app;

    private LoopbackHost(SocketIOTestServerOptions options, RequestDelegate handle, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Configure(kestrel, options, port));
        builder.Services.AddSingleton<ILoggerFactory>(new UnownedLoggerFactory(options.LoggerFactory ?? NullLoggerFactory.Instance));
        builder.Services.AddSingleton<IHostLifetime, UnattendedLifetime>();
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(handle);
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = null!;

    /// <param name="options">How the server behaves.</param>
    /// <param name="handle">Answers the requests.</param>
    /// <param name="port">The port; 0 for any free one.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<LoopbackHost> StartAsync(
        SocketIOTestServerOptions options, RequestDelegate handle, int port, CancellationToken cancellationToken)
    {
        var host = new LoopbackHost(options, handle, port);
        try
        {
            await host._app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await host._app.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        host.Url = new Uri(host._app.Urls.Single());
        return host;
    }

    /// <summary>Cuts every connection as a network that fails would: nobody is told.</summary>
    public Task DropConnectionsAsync() => _connections.DropAsync(StopTimeout);

    public async ValueTask DisposeAsync()
    {
        using var deadline = new CancellationTokenSource();
        deadline.CancelAfter(StopTimeout);
        await _app.StopAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private void Configure(KestrelServerOptions kestrel, SocketIOTestServerOptions options, int port)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null; // the transports hold to the limit the handshake names
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection => _connections.ServeAsync(connection, next));
            if (options.Certificate is { } certificate)
                listen.UseHttps(certificate);
        });
    }
}
