using SocketIO.Namespaces.Benchmarks.Peers;

namespace SocketIO.Namespaces.Benchmarks.Report;

/// <summary>What the handler of a small event gets and may keep: its record, and the string in it.</summary>
internal static class OwnObjects
{
    private const int Samples = 1000;

    public static double Bytes { get; } = Measure();

    private static double Measure()
    {
        var kept = new Reading[Samples];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Samples; i++)
            kept[i] = new(i, new string('s', Reading.Sample.Name.Length), i);
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Samples;
    }
}
