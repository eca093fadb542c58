using BenchmarkDotNet.Running;

namespace SocketIO.Namespaces.Benchmarks.Micro;

/// <summary>The verb <c>micro</c>: runs the micro-benchmarks whose names contain the filter, all by default. What follows goes to BenchmarkDotNet.</summary>
internal static class MicroCommand
{
    public static void Run(ReadOnlySpan<string> arguments)
    {
        var hasFilter = arguments is [var first, ..] && !first.StartsWith('-');
        var filter = hasFilter ? $"*{arguments[0]}*" : "*";
        var options = hasFilter ? arguments[1..] : arguments;
        BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run(["--filter", filter, .. options]);
    }
}
