namespace SocketIO.Namespaces.DocsTests.Pages;

/// <summary>Reads the tables of pages.</summary>
internal static class Tables
{
    /// <summary>The cells of the tables with so many columns below a heading of the second level, without the tables' heads.</summary>
    public static IReadOnlyList<string[]> Rows(Page page, string heading, int columns)
    {
        string[] lines = [.. page.Prose.Select(line => line.Text).SkipWhile(line => line != $"## {heading}").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))];
        return [.. lines.Where((line, i) => IsRow(line) && !IsRule(line) && !IsRule(lines.ElementAtOrDefault(i + 1) ?? "")).Select(Cells).Where(cells => cells.Length == columns)];
    }

    private static bool IsRow(string line) => line.StartsWith('|');

    private static bool IsRule(string line) => line.StartsWith("|---", StringComparison.Ordinal);

    private static string[] Cells(string line) => [.. line[1..line.LastIndexOf('|')].Split('|').Select(cell => cell.Trim())];
}
