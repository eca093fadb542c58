namespace SocketIO.Namespaces.Benchmarks.Peers;

/// <summary>The argument of an event with 1,000 more characters.</summary>
internal sealed record LongReading(int Id, string Name, double Value, string Text);
