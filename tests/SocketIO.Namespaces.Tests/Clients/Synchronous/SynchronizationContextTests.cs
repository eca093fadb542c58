using System.Collections.Concurrent;

namespace SocketIO.Namespaces.Tests.Clients.Synchronous;

/// <summary>The synchronous client on the one thread of a user interface, which runs nothing else while it waits.</summary>
[Category("S1")]
public sealed class SynchronizationContextTests : SynchronousTest
{
    [Test]
    public void Nothing_needs_the_thread_that_waits()
    {
        Server.Of("/").On("double", (int number) => number * 2);
        Options.AuthProvider = async (_, _) =>
        {
            await Task.Yield();
            return new { token = "abc" };
        };
        Client.On("ask", async (int number) =>
        {
            await Task.Yield();
            return number;
        });

        OnThread(() =>
        {
            var context = new OneThread();
            SynchronizationContext.SetSynchronizationContext(context);
            Client.Connect();
            Client.Emit("double", 1, (int answer) => Note($"callback {answer}"));
            Assert.That(Client.Call<int>("double", 21), Is.EqualTo(42));
            Assert.That(() => Client.Call("nobody answers", 1, TimeSpan.FromMilliseconds(100)), Throws.TypeOf<SocketIOTimeoutException>());
            Assert.That(Get(Server.Of("/").CallAsync<int>("ask", 7)), Is.EqualTo(7));
            Client.Join("/chat").Leave();
            Client.Reconnect();
            Client.Disconnect();
            Assert.That(context.Posted, Is.Empty);
        });

        Assert.That(NextNote(), Is.EqualTo("callback 2"));
    }

    [Test]
    [Category("S10")]
    public void Many_threads_may_use_it_at_once()
    {
        Server.Of("/").On("double", (int number) => number * 2);
        Client.Connect();

        var threads = Enumerable.Range(0, 16).Select(thread => Task.Factory.StartNew(
            () => Enumerable.Range(thread * 50, 50).All(number => Client.Call<int>("double", number) == number * 2),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));

        Assert.That(Get(Task.WhenAll(threads)), Is.All.True);
    }

    /// <summary>Keeps what is posted to it for later, as a user interface whose thread is busy does.</summary>
    private sealed class OneThread : SynchronizationContext
    {
        public ConcurrentQueue<SendOrPostCallback> Posted { get; } = new();

        public override void Post(SendOrPostCallback d, object? state) => Posted.Enqueue(d);

        public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();
    }
}
