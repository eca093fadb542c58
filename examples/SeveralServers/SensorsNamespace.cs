using Microsoft.Extensions.DependencyInjection;
using SocketIO.Namespaces;

namespace SeveralServers;

/// <summary>The bridge: hears one server, and emits to the other by the emitter that its client's key gives. While that one is away, emits wait for it.</summary>
[Namespace("/sensors")]
public sealed class SensorsNamespace([FromKeyedServices("dashboard")] ISocketIOEmitter dashboard) : AsyncClientNamespace
{
    public async Task OnTemperature(string sensor, double fahrenheit)
    {
        Console.WriteLine($"bridge     | {sensor} is at {fahrenheit} °F");
        await dashboard.EmitAsync("reading", new Reading(sensor, (fahrenheit - 32) / 1.8));
    }
}

public sealed record Reading(string Sensor, double Celsius);
