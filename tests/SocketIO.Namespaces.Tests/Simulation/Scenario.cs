namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>What a run does; the same for the same seed.</summary>
internal sealed record Scenario(Setup Setup, IReadOnlyList<Step> Steps)
{
    public override string ToString() => string.Join('\n', [Setup.ToString(), .. Steps.Select(step => "- " + step)]);
}
