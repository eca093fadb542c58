using SocketIO.Namespaces.Benchmarks.Peers;

namespace SocketIO.Namespaces.Benchmarks.Report;

/// <summary>What the handler of a small event gets and may keep: its record, and the string in it.</summary>
internal static class OwnObjects
{
    private const int Samples = 1000;

    public static double Bytes { get; } = Measure(static () => new(1, new string('s', Reading.Sample.Name.Length), 1));

    private static double Measure(Func<Reading> create)
    {
        create();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Samples; i++)
            GC.KeepAlive(create());
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Samples;
    }
}
