namespace SocketIO.Namespaces.Benchmarks.Scenarios;

/// <summary>What is compared: the workloads of one topic, and the clients that take part.</summary>
internal sealed record Scenario(string Name, string Title, IReadOnlyList<Workload> Workloads, IReadOnlyList<string> Peers);
