using SocketIO.Namespaces.InteropTests.Faults.Watching;

namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>A server that answers each connection with what ends it.</summary>
[Category("M4")]
[Category("M22")]
[Category("fault-71")]
internal sealed class PoisonTests : FaultTest
{
    [Test]
    public async Task A_server_that_poisons_each_connection_is_dialled_at_growing_intervals([Values] TransportKind transport)
    {
        int[] expected = [1, 2, 4, 8, 8, 8, 8];
        await using var server = new Hostile.HostileServer
        {
            Otherwise = async dial =>
            {
                var session = await dial.OpenAsync();
                await session.JoinAsync();
                await session.SendAsync("42{}");
            },
        };
        var client = CreateClient(options =>
        {
            options.Transports.Add(transport);
            options.Reconnection.Delay = TimeSpan.FromMilliseconds(1);
            options.Reconnection.MaxDelay = TimeSpan.FromMilliseconds(8);
            options.Reconnection.RandomizationFactor = 0;
        });
        _ = client.Follow(client.Client.ConnectAsync(server.Url, retry: true), "the connect");

        await Eventually.IsAsync(() => Delays().Count() >= expected.Length, true, "reconnections");

        Assert.That(Delays().Take(expected.Length), Is.EqualTo(expected));

        IEnumerable<double> Delays() => client.Waits.Select(wait => wait.TotalMilliseconds).Where(wait => wait is > 0 and <= 8);
    }
}
