using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests;

[TestFixtureSource(typeof(Peer), nameof(Peer.All))]
[Category("S1")]
public sealed class SynchronousClientTests(Peer peer) : InteropTest(peer)
{
    [Test]
    public async Task It_calls_and_answers_and_a_handler_may_call()
    {
        var answer = await OnThreadAsync(client =>
        {
            client.On("double twice", (int number) => client.Call<int>("ack", number * 4));
            client.Connect(Server.Url);
            return client.Call<int[]>("ask", ("double twice", 3));
        });

        Assert.That(answer, Is.EqualTo([12]));
    }

    [Test]
    [Category("S14")]
    public async Task Each_namespace_has_its_own_session_and_is_told_its_end()
    {
        var ends = new Recorder<DisconnectReason>("the disconnect handler");

        var (own, known) = await OnThreadAsync(client =>
        {
            client.On("disconnect", ends.Add, "/chat");
            client.Connect(Server.Url);
            var known = client.Of("/chat").Call<ServerInfo>("info").Sid;
            var own = client.GetSid("/chat");
            client.Disconnect();
            return (own, known);
        });

        Assert.That(own, Is.EqualTo(known));
        Assert.That(await ends.NextAsync(), Is.EqualTo(DisconnectReason.ClientDisconnect));
    }

    private async Task<T> OnThreadAsync<T>(Func<Client, T> use)
    {
        return await Task.Factory.StartNew(Use, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Within("the synchronous client");

        T Use()
        {
            using var client = new Client(Configure);
            return use(client);
        }
    }
}
