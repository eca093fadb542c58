namespace SocketIO.Namespaces.Benchmarks.Scenarios;

/// <summary>What is compared: the workloads of one topic, and the clients that take part.</summary>
internal sealed record Scenario(string Name, string Title, IReadOnlyList<Workload> Workloads, IReadOnlyList<string> Peers)
{
    /// <summary>Whether clients must not be there at the same time.</summary>
    public bool IsOneByOne { get; init; }

    /// <summary>Whether a quick look leaves it out.</summary>
    public bool IsSlow { get; init; }

    /// <summary>Of workloads that differ in size only, the smallest and the largest; of idle connections, the fewest.</summary>
    public Scenario ForQuickLook() => Workloads switch
    {
        [{ Name: Workload.Idle } fewest, ..] => this with { Workloads = [fewest] },
        [var smallest, _, .., var largest] => this with { Workloads = [smallest, largest] },
        _ => this,
    };
}
