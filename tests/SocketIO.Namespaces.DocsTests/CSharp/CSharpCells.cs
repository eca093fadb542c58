using System.Text.RegularExpressions;
using SocketIO.Namespaces.DocsTests.Pages;

namespace SocketIO.Namespaces.DocsTests.CSharp;

/// <summary>Finds the code in those columns of a page's tables whose heading is <c>C#</c>.</summary>
internal static partial class CSharpCells
{
    private const string Heading = "C#";

    public static IEnumerable<CodeBlock> Of(Page page)
    {
        int column = -1;
        foreach ((int line, string text) in page.Prose)
        {
            string[] cells = text.StartsWith('|') ? Separator().Split(text.Trim().Trim('|')) : [];
            if (cells.Length == 0)
                column = -1;
            else if (column < 0)
                column = Array.FindIndex(cells, cell => cell.Trim() == Heading);
            else if (column < cells.Length)
                foreach (string code in Code().Matches(cells[column]).Select(match => match.Groups["code"].Value).Where(code => !IsName(code)))
                    yield return new CodeBlock(page.Path, line, "csharp", "", Statement(code));
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
