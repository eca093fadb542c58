using System.Runtime.InteropServices;
using SocketIO.Namespaces.Benchmarks.Scenarios;

namespace SocketIO.Namespaces.Benchmarks.Report;

/// <summary>Where and how the figures came about.</summary>
internal sealed record Machine(string Processor, int Processors, string System, string Runtime)
{
    private const string ProcessorList = "/proc/cpuinfo";

    public static Machine This { get; }
        = new(ProcessorName(), Environment.ProcessorCount, RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription);

    public void Write(TextWriter output, RunSettings settings)
    {
        output.WriteLine($"{Processors} × {Processor}, {System}, {Runtime}; medians of {settings.Runs} runs of {settings.Seconds} s");
        output.WriteLine();
    }

    private static string ProcessorName()
    {
        var name = File.Exists(ProcessorList) ? File.ReadLines(ProcessorList).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return name?.Split(':')[^1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
