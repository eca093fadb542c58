using System.Reflection;
using System.Text.Json.Nodes;
using SocketIO.Namespaces.InteropTests.Servers;

namespace SocketIO.Namespaces.InteropTests;

/// <summary>The program that compares this client with others still runs; how fast anything is does not matter here.</summary>
public sealed class ComparisonProgramTests
{
    private static readonly string Program = typeof(ComparisonProgramTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "ComparisonProgram").Value!;

    [Test]
    public async Task It_measures_each_way_of_receiving_and_sending()
    {
        var report = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var fault = await Requirements.FaultOfAsync(
                "dotnet", Program, "compare", "--only", "small,bin,emit,calls", "--peers", "ours", "--runs", "1", "--seconds", "0.02", "--warm-up", "0", "--json", report);

            Assert.That(fault, Is.Null);
            var measurements = JsonNode.Parse(await File.ReadAllTextAsync(report))!["measurements"]!.AsArray();
            Assert.That(measurements.Select(measurement => (string?)measurement!["workload"]), Is.EqualTo(new[] { "small", "bin", "emit", "calls" }));
            Assert.That(measurements.Select(measurement => (double)measurement!["rate"]!), Has.All.Positive);
        }
        finally
        {
            File.Delete(report);
        }
    }
}
