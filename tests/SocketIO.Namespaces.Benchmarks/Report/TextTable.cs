namespace SocketIO.Namespaces.Benchmarks.Report;

/// <summary>Rows of Markdown, with the columns aligned.</summary>
internal sealed class TextTable(params string[] headings)
{
    private readonly List<string[]> _rows = [headings];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Write(TextWriter output)
    {
        var widths = Enumerable.Range(0, headings.Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        Write(output, widths, _rows[0]);
        Write(output, widths, [.. widths.Select((width, column) => column == 0 ? new string('-', width) : new string('-', width - 1) + ':')]);
        foreach (var row in _rows.Skip(1))
            Write(output, widths, row);
        output.WriteLine();
    }

    private static void Write(TextWriter output, int[] widths, string[] cells)
        => output.WriteLine("| " + string.Join(" | ", cells.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))) + " |");
}
