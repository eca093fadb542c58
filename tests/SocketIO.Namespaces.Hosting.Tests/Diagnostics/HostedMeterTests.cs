using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SocketIO.Namespaces.Hosting.Tests.Diagnostics;

/// <summary>A host's clients measure by the host's meter factory, each under its name.</summary>
[Category("H7")]
public sealed class HostedMeterTests
{
    [Test]
    public async Task Clients_share_the_hosts_meter_and_are_told_apart_by_name()
    {
        await using SocketIOTestServer server = await SocketIOTestServer.StartAsync();
        using IHost host = TestHost.Build(services =>
        {
            services.AddClient(server.Url);
            services.AddSocketIOClient("orders", options => options.Url = server.Url);
        });
        var factory = host.Services.GetRequiredService<IMeterFactory>();
        var instruments = new ConcurrentQueue<Instrument>();
        var states = new ConcurrentQueue<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name != "SocketIO.Namespaces" || instrument.Meter.Scope != factory)
                return;
            instruments.Enqueue(instrument);
            listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) =>
        {
            if (instrument.Name == "socketio.client.count" && value > 0)
                states.Enqueue(string.Join(" ", tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")));
        });
        listener.Start();

        await host.StartAsync().WaitAsync(TestHost.Patience);
        await host.WaitForConnectedAsync();
        await host.Services.GetRequiredKeyedService<AsyncClient>("orders").UntilAsync(ClientState.Connected);
        listener.RecordObservableInstruments();

        Assert.That(instruments.Select(instrument => instrument.Name), Is.Unique);
        Assert.That(states, Is.EquivalentTo(new[] { "socketio.client.state=connected", "socketio.client.state=connected socketio.client.name=orders" }));
        await host.StopAsync();
    }
}
