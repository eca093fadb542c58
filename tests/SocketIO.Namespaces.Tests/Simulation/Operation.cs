namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>Something the user asked of the client that takes its time.</summary>
internal sealed record Operation(string Name, Task Task, DateTimeOffset? Deadline = null);
