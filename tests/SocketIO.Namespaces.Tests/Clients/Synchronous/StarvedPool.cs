using System.Globalization;

namespace SocketIO.Namespaces.Tests.Clients.Synchronous;

/// <summary>A process of its own that blocks every thread of its pool and says how a synchronous client fares. The server runs elsewhere.</summary>
internal static class StarvedPool
{
    private const int Threads = 4;

    public static void Main(string[] args)
    {
        var url = args[1];
        ThreadPool.SetMinThreads(Threads, Threads);
        if (args[0] == "full")
            Full(url);
        else
            Growing(url);
    }

    /// <summary>Every thread there is blocks, but the pool may grow.</summary>
    private static void Growing(string url)
    {
        using var client = new Client();
        using var release = Block();
        client.Connect(url);
        Console.WriteLine($"sum {client.Call<int>("sum", (1, 2))}");
        client.Disconnect();
        Console.WriteLine($"end {client.State}");
        release.Set();
    }

    /// <summary>Every thread blocks, and there will be no more of them.</summary>
    private static void Full(string url)
    {
        using var client = new Client(options => options.StopTimeout = TimeSpan.FromSeconds(1));
        using var other = new Client(options => options.ConnectTimeout = options.StopTimeout = TimeSpan.FromSeconds(1));
        client.Connect(url);
        ThreadPool.SetMaxThreads(Threads, Threads);
        using (var release = Block())
        {
            Tell("call", () => client.Call<int>("sum", (1, 2), TimeSpan.FromSeconds(1)));
            Tell("delivery", () => client.Deliver("sum", (1, 2), new DeliveryOptions { GiveUpAfter = TimeSpan.FromSeconds(1) }));
            Tell("connect", () => other.Connect(url));
            Tell("connect again", () => other.Connect(url));
            using var giveUp = new CancellationTokenSource(); // its own timer could not fire
            new Thread(() => { Thread.Sleep(200); giveUp.Cancel(); }).Start();
            Tell("cancelled call", () => client.Call<int>("sum", (1, 2), cancellationToken: giveUp.Token));
            Tell("disconnect", () => client.Disconnect());
            Console.WriteLine($"state {client.State}, {other.State}");
            release.Set();
        }

        SpinWait.SpinUntil(() => client.State == ClientState.Disconnected);
        client.Connect(url);
        Console.WriteLine($"afterwards {client.Call<int>("sum", (1, 2))}");
    }

    private static void Tell(string what, Action action)
    {
        var began = Environment.TickCount64;
        var outcome = "ended";
        try
        {
            action();
        }
        catch (Exception exception)
        {
            outcome = exception.GetType().Name;
        }

        var seconds = (Environment.TickCount64 - began) / 1000.0;
        Console.WriteLine($"{what}: {outcome}{(seconds < 15 ? "" : $" after {seconds.ToString(CultureInfo.InvariantCulture)} s")}");
    }

    /// <summary>Blocks as many threads as the pool has.</summary>
    private static ManualResetEventSlim Block()
    {
        var release = new ManualResetEventSlim();
        using var blocked = new CountdownEvent(Threads);
        for (var i = 0; i < Threads; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ =>
            {
                blocked.Signal();
                release.Wait();
            }, null);
        }

        blocked.Wait();
        return release;
    }
}
