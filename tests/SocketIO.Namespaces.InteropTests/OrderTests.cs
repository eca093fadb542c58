using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests;

[TestFixtureSource(typeof(Peer), nameof(Peer.All))]
[Category("S10")]
public sealed class OrderTests(Peer peer) : InteropTest(peer)
{
    private const int Events = 10_000;
    private const int Calls = 1_000;

    [Test]
    public async Task Events_are_handled_in_the_order_they_were_sent()
    {
        var numbers = new Recorder<int>("an event of the flood");
        var client = CreateClient();
        client.On("flood", (int number) => numbers.Add(number));
        await ConnectAsync(client);

        await client.EmitAsync("flood", Events);

        Assert.That(await numbers.TakeAsync(Events), Is.EqualTo(Enumerable.Range(0, Events)));
    }

    [Test]
    public async Task Events_reach_the_server_in_the_order_they_were_emitted()
    {
        var client = await ConnectAsync();

        for (var i = 0; i < Events; i++)
        {
            await client.EmitAsync("record", i);
        }

        var received = await client.CallAsync<Received[]>("received").Within("what the server received");
        Assert.That(received.Select(record => record.Args[0].GetInt32()), Is.EqualTo(Enumerable.Range(0, Events)));
    }

    [Test]
    public async Task Binary_events_from_many_tasks_are_not_mixed_up()
    {
        var client = await ConnectAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async task =>
        {
            for (var i = 0; i < 50; i++)
            {
                byte[] bytes = [(byte)task, (byte)i];
                var answer = await client.CallAsync<byte[][]>("ack", new[] { bytes, [], bytes });
                Assert.That(answer, Is.EqualTo(new[] { bytes, [], bytes }));
            }
        })).Within("all the answers");
    }

    [Test]
    [Category("M2")]
    public async Task Concurrent_calls_get_their_own_answers_each()
    {
        var random = new Random(1);
        var client = await ConnectAsync();

        // The answers come in another order than the calls were made.
        Task<int>[] calls = [.. Enumerable.Range(0, Calls).Select(i => client.CallAsync<int>("later", (random.Next(100), i)))];

        Assert.That(await Task.WhenAll(calls).Within("all the answers"), Is.EqualTo(Enumerable.Range(0, Calls)));
    }

    [Test]
    [Category("S12")]
    public async Task Concurrent_calls_of_the_server_get_their_own_answers_each()
    {
        var client = CreateClient();
        client.On("square", async (int number) =>
        {
            await Task.Yield();
            return number * number;
        });
        await ConnectAsync(client);

        Task<int[]>[] calls = [.. Enumerable.Range(0, Calls).Select(i => client.CallAsync<int[]>("ask", ("square", i)))];

        var answers = await Task.WhenAll(calls).Within("all the answers");
        Assert.That(answers.Select(answer => answer.Single()), Is.EqualTo(Enumerable.Range(0, Calls).Select(i => i * i)));
    }
}
