using Microsoft.Extensions.Hosting;
using SocketIO.Namespaces;

namespace SeveralServers;

/// <summary>Plays the first server's part: measures once a second.</summary>
internal sealed class Thermometer(SocketIOTestServer greenhouse) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        TestServerNamespace sensors = greenhouse.Of("/sensors");
        await sensors.WaitForClientAsync(cancellationToken: stoppingToken);

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (int minute = 0; await timer.WaitForNextTickAsync(stoppingToken); minute++)
            await sensors.EmitAsync("temperature", ("bed 1", 68 + (minute % 9)), stoppingToken);
    }
}
