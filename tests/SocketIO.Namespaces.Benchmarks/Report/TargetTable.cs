namespace SocketIO.Namespaces.Benchmarks.Report;

/// <summary>The targets, each with what was measured and whether that is enough.</summary>
internal static class TargetTable
{
    public static void Write(TextWriter output, Results results)
    {
        output.WriteLine("### Targets");
        output.WriteLine();
        var table = new TextTable("target", "wanted", "measured", "verdict");
        foreach (var target in Targets.All)
        {
            var value = target.Value(results);
            table.Add($"{target.Id} {target.What}", target.Wanted, Numbers.Short(value), target.Verdict(value));
        }

        table.Write(output);
    }
}
