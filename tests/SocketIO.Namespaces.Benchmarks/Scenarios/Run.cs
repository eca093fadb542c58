using SocketIO.Namespaces.Benchmarks.Peers;

namespace SocketIO.Namespaces.Benchmarks.Scenarios;

/// <summary>One measured run.</summary>
internal sealed record Run(RunResult Client, double ServerCpuSeconds);
