namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>One thing that happens in a run.</summary>
internal sealed record Step(string Text, Action<SimulationRun> Do)
{
    public override string ToString() => Text;
}
