using System.Globalization;
using CsCheck;

namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>The whole client, with everything happening at any moment. A failure prints the seed, the operations and what happened: set the
/// environment variable <c>SOCKETIO_SIMULATION_SEED</c> to the seed to run it again.</summary>
/// <remarks>The seed repeats the operations. Threads still interleave as they please, so a rare fault may take several runs to show again.</remarks>
[Category("M4")]
[Category("M6")]
[Category("M8")]
[Category("M18")]
[Category("S6")]
[Category("S13")]
internal sealed class SimulationTests
{
    private static readonly int Runs = int.Parse(Environment.GetEnvironmentVariable("SOCKETIO_SIMULATION_RUNS") ?? "2000", CultureInfo.InvariantCulture);
    private static readonly string? Seed = Environment.GetEnvironmentVariable("SOCKETIO_SIMULATION_SEED");

    [Test]
    public void Whatever_happens_the_client_keeps_its_promises() => Play(Scenarios.Any, Runs);

    [Test]
    [Category("fault-64")]
    [Category("S23")]
    public void Whatever_it_is_doing_the_client_is_disposed_in_time() => Play(Scenarios.Disposed, Runs / 2);

    [Test]
    [Category("fault-66")]
    [Category("S10")]
    public void Whatever_sixteen_threads_do_at_once_the_client_keeps_its_promises() => Play(Scenarios.Raced, Runs / 50);

    private static void Play(Gen<Scenario> scenarios, int runs)
    {
        using var stillness = new Stillness();
        scenarios.Sample(scenario => SimulationRun.Play(scenario, stillness), iter: runs, seed: Seed, threads: 1, print: scenario => scenario.ToString());
    }
}
