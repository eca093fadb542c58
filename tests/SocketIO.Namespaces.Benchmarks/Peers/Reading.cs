namespace SocketIO.Namespaces.Benchmarks.Peers;

/// <summary>The argument of a small event.</summary>
internal sealed record Reading(int Id, string Name, double Value)
{
    public static readonly Reading Sample = new(123, "sensor-17", 21.5);
}
