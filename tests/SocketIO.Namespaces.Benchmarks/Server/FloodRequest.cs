namespace SocketIO.Namespaces.Benchmarks.Server;

/// <summary>How much of what a client wants to receive.</summary>
internal readonly record struct FloodRequest(FloodKind Kind, int Count);
