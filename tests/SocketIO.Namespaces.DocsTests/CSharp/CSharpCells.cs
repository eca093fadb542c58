using System.Text.RegularExpressions;
using SocketIO.Namespaces.DocsTests.Pages;

namespace SocketIO.Namespaces.DocsTests.CSharp;

/// <summary>Finds the code in those columns of a page's tables whose heading is <c>C#</c>.</summary>
internal static partial class CSharpCells
{
    private const string Heading = "C#";

    /// <summary>All of it as one program, since compilations take time: each piece is a block of its own, at the line of its table.</summary>
    public static CodeBlock[] Of(Page page)
    {
        string[] pieces = [.. Find(page).Select(piece => $"#line {piece.Line} \"{page.Path}\"\n{{ {piece.Code} }}")];
        return pieces.Length == 0 ? [] : [new CodeBlock(page.Path, 1, "csharp", "", string.Join('\n', pieces))];
    }

    private static IEnumerable<(int Line, string Code)> Find(Page page)
    {
        int? column = null;
        foreach ((int line, string text) in page.Prose)
        {
            string[] cells = text.StartsWith('|') ? Separator().Split(text.Trim().Trim('|')) : [];
            if (cells.Length == 0)
                column = null;
            else if (column is null)
                column = Array.FindIndex(cells, heading => heading.Trim() == Heading);
            else if (column is { } index && cells.ElementAtOrDefault(index) is { } cell)
                foreach (string code in Code().Matches(cell).Select(match => match.Groups["code"].Value).Where(code => !IsName(code)))
                    yield return (line, Statement(code));
        }
    }

    /// <summary>Whether it is a word in passing, such as an option's name.</summary>
    private static bool IsName(string code) => code.All(char.IsLetterOrDigit);

    private static string Statement(string code)
    {
        code = code.Replace("\\|", "|", StringComparison.Ordinal);
        return code.EndsWith(';') || code.EndsWith('}') ? code : $"{code};";
    }

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Separator();

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Code();
}
