// A worker service that is set up by its appsettings.json, offline and until Ctrl+C:   dotnet run --project examples/Worker
// With a server of yours that gives out jobs:                                          dotnet run --project examples/Worker -- --url http://localhost:3000
using SocketIO.Namespaces;
using Worker;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);

// The options are in the section SocketIO of appsettings.json, except for the URL, which comes from the command line or the in-process server.
string? url = builder.Configuration["url"];
await using SocketIOTestServer? server = url is null ? await SocketIOTestServer.StartAsync() : null;
builder.Configuration["SocketIO:Url"] = url ?? server!.Url.ToString();
if (server is not null)
    builder.Services.AddSingleton(server).AddHostedService<JobServer>();

builder.Services.AddSingleton<JobCount>();
builder.Services
    .AddSocketIOClient()
    .AddNamespace<JobsNamespace>()
    .AddBackgroundTask(async (client, cancellationToken) =>
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2));
        while (await timer.WaitForNextTickAsync(cancellationToken))
            await client.Of("/jobs").EmitAsync("alive", Environment.MachineName, cancellationToken);
    });

await builder.Build().RunAsync();
