using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Tests.Testing;

namespace SocketIO.Namespaces.Tests.Clients.Synchronous;

/// <summary>The threads that handlers of a synchronous client run on.</summary>
[Category("S1")]
public sealed class HandlerThreadTests : SynchronousTest
{
    [Test]
    public void Handlers_of_a_namespace_share_a_named_background_thread_of_their_own()
    {
        var threads = new List<Thread>();
        Client.On("connect", () => threads.Add(Thread.CurrentThread));
        Client.On("say", () => threads.Add(Thread.CurrentThread));
        Client.On("say", () => threads.Add(Thread.CurrentThread), "/chat");
        Client.Connect();

        Do(Server.Of("/").CallAsync("say", 1));
        Do(Server.Of("/").CallAsync("say", 2));
        Do(Server.Of("/chat").CallAsync("say", 3));

        Assert.That(threads.Select(thread => thread.Name), Is.EqualTo(["Socket.IO /", "Socket.IO /", "Socket.IO /", "Socket.IO /chat"]));
        Assert.That(threads.Distinct().Count(), Is.EqualTo(2));
        Assert.That(threads.Select(thread => thread.IsBackground && !thread.IsThreadPoolThread), Is.All.True);
    }

    [Test]
    [Category("M18")]
    public void The_thread_ends_with_the_client_even_if_a_handler_disposes_it()
    {
        var threads = new List<Thread>();
        Client.On("say", () => threads.Add(Thread.CurrentThread));
        Client.On("end", () =>
        {
            threads.Add(Thread.CurrentThread);
            Client.Dispose();
        }, "/chat");
        Client.Connect();
        Do(Server.Of("/").CallAsync("say", 1));

        Do(Server.Of("/chat").EmitAsync("end").AsTask());

        Until(() => threads.Count == 2 && threads.TrueForAll(thread => !thread.IsAlive));
        Assert.That(Client.State, Is.EqualTo(ClientState.Disposed));
    }

    [Test]
    [Category("S10")]
    public void A_handler_may_call_the_server_and_wait_for_the_answer()
    {
        Server.Of("/").On("double", (int number) => number * 2);
        Client.On("quadruple", (int number) => Client.Call<int>("double", Client.Call<int>("double", number)));
        Client.On("connect", () => Note($"connect {Client.Call<int>("double", 1)}"));
        Client.Connect();

        Assert.That(NextNote(), Is.EqualTo("connect 2"));
        Assert.That(Get(Server.Of("/").CallAsync<int>("quadruple", 3)), Is.EqualTo(12));
    }

    [Test]
    [Category("M8")]
    public void A_blocked_handler_holds_up_its_own_namespace_only()
    {
        using var release = new ManualResetEventSlim();
        Client.On("block", () =>
        {
            Note("blocked");
            release.Wait(Soon.Patience);
            Note("released");
        });
        Client.On("after", () => Note("after"));
        Client.On("say", () => "answer", "/chat");
        Client.Connect();

        Do(Server.Of("/").EmitAsync("block").AsTask());
        Do(Server.Of("/").EmitAsync("after").AsTask());
        Assert.That(NextNote(), Is.EqualTo("blocked"));
        Assert.That(Get(Server.Of("/chat").CallAsync<string>("say")), Is.EqualTo("answer"));
        Assert.That(Notes, Is.Empty);
        release.Set();

        Assert.That(new[] { NextNote(), NextNote() }, Is.EqualTo(["released", "after"]));
    }

    [Test]
    [Category("M8")]
    public void Several_handlers_run_at_once_if_told_so_each_on_a_thread()
    {
        Options.MaxConcurrentHandlers = 3;
        using var together = new Barrier(3);
        Client.On("meet", () =>
        {
            Note($"{together.SignalAndWait(Soon.Patience)} {Thread.CurrentThread.IsThreadPoolThread}");
        });
        Client.On("disconnect", () => Note($"disconnect {Thread.CurrentThread.Name}"));
        Client.Connect();

        for (var i = 0; i < 3; i++)
            Do(Server.Of("/").EmitAsync("meet", i).AsTask());

        Assert.That(new[] { NextNote(), NextNote(), NextNote() }, Is.All.EqualTo("True False"));
        Client.Disconnect();
        Assert.That(NextNote(), Is.EqualTo("disconnect Socket.IO /"));
    }

    [Test]
    [Category("S23")]
    public void A_handler_may_disconnect_and_connect_again()
    {
        Client.On("bye", () =>
        {
            Client.Disconnect();
            Note("left");
        });
        Client.On("disconnect", (DisconnectReason reason) => Note($"disconnect {reason}"));
        Client.Connect();

        Do(Server.Of("/").EmitAsync("bye").AsTask());

        Assert.That(new[] { NextNote(), NextNote() }, Is.EqualTo(["left", "disconnect ClientDisconnect"]));
        Until(() => Client.State == ClientState.Disconnected);
        Client.Connect();
        Assert.That(Client.IsConnected, Is.True);
    }

    [Test]
    [Category("M9")]
    public void A_handler_that_throws_is_reported_and_the_next_event_handled()
    {
        Options.OnHandlerError = error => Note($"{error.EventName}: {error.Exception.Message}");
        Client.On("fail", void () => throw new InvalidOperationException("oh"));
        Client.On("say", () => Note("said"));
        Client.Connect();

        Do(Server.Of("/").EmitAsync("fail").AsTask());
        Do(Server.Of("/").EmitAsync("say").AsTask());

        Assert.That(new[] { NextNote(), NextNote() }, Is.EqualTo(["fail: oh", "said"]));
    }
}
