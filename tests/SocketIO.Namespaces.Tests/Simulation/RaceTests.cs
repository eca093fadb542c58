using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>An emit, a call, a join or the end racing a loss of the connection. The environment variable <c>SOCKETIO_RACE_SECONDS</c> makes it last.</summary>
[Category("S10")]
[Category("S23")]
[Category("M2")]
[Category("M18")]
internal sealed class RaceTests
{
    private static readonly double Seconds = double.Parse(Environment.GetEnvironmentVariable("SOCKETIO_RACE_SECONDS") ?? "1.5", CultureInfo.InvariantCulture);

    [Test]
    public Task Sixteen_threads_and_a_failing_connection_in_memory() => RunAsync(Race.RunInMemoryAsync);

    [Test]
    public Task Sixteen_threads_and_a_failing_connection_over_sockets() => RunAsync(Race.RunOverSocketsAsync);

    private static async Task RunAsync(Func<int, Task> race)
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, 16), ports);
        CollectGarbage(); // what others left unobserved is not ours
        var unobserved = new ConcurrentQueue<Exception>();
        EventHandler<UnobservedTaskExceptionEventArgs> watch = (_, found) => unobserved.Enqueue(found.Exception);
        TaskScheduler.UnobservedTaskException += watch;
        try
        {
            var began = Stopwatch.GetTimestamp();
            for (var seed = Environment.TickCount; Stopwatch.GetElapsedTime(began).TotalSeconds < Seconds; seed++)
                await race(seed);
            CollectGarbage();
            Assert.That(unobserved, Is.Empty);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= watch;
            ThreadPool.SetMinThreads(workers, ports);
        }
    }

    private static void CollectGarbage()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
