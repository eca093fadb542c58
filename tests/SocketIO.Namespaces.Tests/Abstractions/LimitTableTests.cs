using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using SocketIO.Namespaces.Tests.Architecture;

namespace SocketIO.Namespaces.Tests.Abstractions;

/// <summary>The documented defaults of the limits are those of the code.</summary>
[Category("M16")]
internal sealed partial class LimitTableTests
{
    private const int KiB = 1024;
    private const int MiB = 1024 * KiB;

    [Test]
    public async Task The_documented_table_has_each_limit_with_its_default()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(SourceTree.RepositoryRoot(), "docs", "security.md"));
        var documented = Row().Matches(page[page.IndexOf("## Limits", StringComparison.Ordinal)..]).Select(row => (row.Groups["name"].Value, row.Groups["default"].Value));
        var limits = new SocketIOLimits();
        var actual = typeof(SocketIOLimits).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(limit => (limit.Name, Text(limit.Name, limit.GetValue(limits)!)));

        Assert.That(documented, Is.EquivalentTo(actual));
    }

    private static string Text(string name, object value) => value switch
    {
        TimeSpan time => $"{time.TotalSeconds} seconds",
        int bytes when name.EndsWith("Bytes", StringComparison.Ordinal) => bytes % MiB == 0 ? $"{bytes / MiB} MiB" : $"{bytes / KiB} KiB",
        IFormattable number => number.ToString("N0", CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException(name),
    };

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| (?<default>[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
