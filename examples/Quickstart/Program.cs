// Socket.IO with a namespace class, in one run and offline:   dotnet run --project examples/Quickstart
// With a server of yours, until Ctrl+C:                       dotnet run --project examples/Quickstart -- --url http://localhost:3000
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quickstart;
using SocketIO.Namespaces;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
string? url = builder.Configuration["url"];

// Every server has the namespace "/", the one of this tour has "/chat"; --namespace names another.
string path = builder.Configuration["namespace"] ?? (url is null ? "/chat" : "/");
await using SocketIOTestServer? server = url is null ? await SocketIOTestServer.StartAsync() : null;
server?.Of(path).On("sum", (int a, int b) => a + b);

// The tour cuts its own link, which is worth a warning anywhere else.
builder.Logging.SetMinimumLevel(server is null ? LogLevel.Warning : LogLevel.Error);
builder.Services.AddSingleton<Narrator>();
builder.Services
    .AddSocketIOClient(options =>
    {
        options.Url = server?.Url ?? new Uri(url!);
        options.Reconnection.Delay = TimeSpan.FromMilliseconds(500);
    })
    .AddNamespace<ChatNamespace>(path)
    .AddBackgroundTask(async (client, cancellationToken) =>
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (int beat = 1; await timer.WaitForNextTickAsync(cancellationToken); beat++)
            await client.Of(path).EmitAsync("heartbeat", beat, cancellationToken);
    });

using IHost host = builder.Build();
if (server is null)
{
    await host.RunAsync();
    return;
}

await host.StartAsync();
await ActivatorUtilities.CreateInstance<Tour>(host.Services, server).RunAsync().WaitAsync(TimeSpan.FromSeconds(10));
await host.StopAsync();
