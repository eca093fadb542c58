using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>A network slow enough that much happens during an upgrade.</summary>
public sealed class UpgradeFaultTests() : ProxyTest(Link.Upgrade)
{
    [Test]
    [Category("fault-31")]
    [Category("M1")]
    public async Task What_is_sent_during_the_probe_keeps_its_order_over_the_upgrade()
    {
        var numbers = new Recorder<int>("a number");
        CreateProxiedClient();
        Client.On("number", numbers.Add);
        var probe = Proxy.ToClient.HoldNextAsync("3probe");
        await Client.ConnectAsync(Proxy.Url).Within("the connection");
        var answer = await probe.Within("the answer to the probe");
        Assert.That(Client.Transport, Is.EqualTo(TransportKind.Polling));

        for (var i = 0; i < 300; i++)
        {
            if (i == 150)
                answer.Release();
            await Client.EmitAsync("record", i);
            await Client.EmitAsync("say", ("number", i));
        }

        Assert.That(await numbers.TakeAsync(300), Is.EqualTo(Enumerable.Range(0, 300)));
        var received = await Client.CallAsync<Received[]>("received").Within("what the server received");
        Assert.That(received.Select(record => record.Args[0].GetInt32()), Is.EqualTo(Enumerable.Range(0, 300)));
    }
}
