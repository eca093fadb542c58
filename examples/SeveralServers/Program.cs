// Two clients in one process: events of one server go on to another. Offline and until Ctrl+C:   dotnet run --project examples/SeveralServers
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SeveralServers;
using SocketIO.Namespaces;

await using SocketIOTestServer greenhouse = await SocketIOTestServer.StartAsync();
await using SocketIOTestServer dashboard = await SocketIOTestServer.StartAsync();

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);

// A client's name is that of its options and the key of its services.
builder.Services.AddSocketIOClient("greenhouse", options => options.Url = greenhouse.Url).AddNamespace<SensorsNamespace>();
builder.Services.AddSocketIOClient("dashboard", options => options.Url = dashboard.Url);

// The two servers' part: one measures, the other shows.
dashboard.Of("/").On("reading", (Reading reading) => Console.WriteLine($"dashboard  | {reading.Sensor} is at {reading.Celsius:0.0} °C"));
builder.Services.AddSingleton(greenhouse).AddHostedService<Thermometer>();

await builder.Build().RunAsync();
