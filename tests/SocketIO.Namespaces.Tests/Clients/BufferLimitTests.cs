using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>What may wait for a connection: just below each bound, on it and past it.</summary>
[Category("M6")]
internal sealed class BufferLimitTests : ClientTest
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Test]
    public async Task As_many_as_the_limit_wait_and_no_more()
    {
        Options.Limits.BufferedEmits = 3;
        await LoseAsync();
        for (var i = 0; i < 3; i++)
            await Client.EmitAsync("n", i);
        await ThrownAsync<SocketIOException>(async () => await Client.EmitAsync("n", 3));

        var server = await ReturnAsync();
        for (var i = 0; i < 3; i++)
            Assert.That(await server.ReceiveAsync(), Is.EqualTo($"42[\"n\",{i}]"));
        await Client.EmitAsync("n", "after");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""42["n","after"]"""));
    }

    [TestCase(-1, ExpectedResult = true)]
    [TestCase(0, ExpectedResult = true)]
    [TestCase(1, ExpectedResult = false)]
    public async Task<bool> As_many_bytes_as_the_limit_wait_and_no_more(int beyond)
    {
        Options.Limits.BufferedEmitBytes = 2 * "42[\"n\",\"0123456789\"]".Length;
        await LoseAsync();
        await Client.EmitAsync("n", "0123456789");
        try
        {
            await Client.EmitAsync("n", new string('x', 10 + beyond));
            return true;
        }
        catch (SocketIOException)
        {
            return false;
        }
    }

    [TestCase(-1, ExpectedResult = true)]
    [TestCase(0, ExpectedResult = false)]
    [TestCase(1, ExpectedResult = false)]
    public async Task<bool> They_wait_for_less_than_their_age(int beyond)
    {
        Options.Reconnection.Delay = Options.Reconnection.MaxDelay = TimeSpan.FromSeconds(20);
        Options.Reconnection.BufferedEmitMaxAge = TimeSpan.FromMilliseconds(20_000 - beyond);
        var server = await ConnectAsync();
        server.Break();
        await Clock.WaitForTimerAsync(TimeSpan.FromSeconds(20));
        await Client.EmitAsync("old");
        await Clock.PassAsync(TimeSpan.FromSeconds(20));
        server = await AcceptAsync();
        await UntilStateAsync(ClientState.Connected);
        await Client.EmitAsync("new");
        return await server.ReceiveAsync() == """42["old"]""";
    }

    private async Task LoseAsync()
    {
        var server = await ConnectAsync();
        server.Break();
        await Clock.WaitForTimerAsync(Second);
    }

    private async Task<InMemoryServer> ReturnAsync()
    {
        await Clock.PassAsync(Second);
        return await AcceptAsync();
    }
}
