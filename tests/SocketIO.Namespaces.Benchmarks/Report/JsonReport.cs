using System.Text.Json;
using SocketIO.Namespaces.Benchmarks.Scenarios;

namespace SocketIO.Namespaces.Benchmarks.Report;

/// <summary>The same for machines: every run, the medians, and the targets.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task WriteAsync(string file, RunSettings settings, IReadOnlyList<Measurement> measurements, IReadOnlyList<string> failures)
    {
        var results = new Results(measurements);
        await using var stream = File.Create(file);
        await JsonSerializer.SerializeAsync(
            stream,
            new
            {
                machine = Machine.This,
                settings,
                measurements,
                failures,
                targets = Targets.All.Select(target => Verdict(target, target.Value(results))),
            },
            Format);
    }

    private static object Verdict(Target target, double? value)
        => new { target.Id, target.What, target.Wanted, value, verdict = target.Verdict(value) };
}
