using System.Text.RegularExpressions;

namespace SocketIO.Namespaces.DocsTests.Pages;

/// <summary>A link of a page, or an image.</summary>
/// <param name="Page">The page's path, as seen from the root of the repository.</param>
/// <param name="Line">The line it is in.</param>
/// <param name="Target">Where it leads, as written.</param>
internal sealed partial record Link(string Page, int Line, string Target)
{
    public bool IsRelative => !Target.Contains("://", StringComparison.Ordinal) && !Target.StartsWith("mailto:", StringComparison.Ordinal);

    /// <summary>The file that a relative link leads to, as seen from the root of the repository.</summary>
    public string File
    {
        get
        {
            string path = Target.Split('#')[0];
            string directory = Path.GetDirectoryName(Page)!;
            return path.Length == 0 ? Page : Path.GetRelativePath(".", Path.Combine(directory, path)).Replace('\\', '/');
        }
    }

    /// <summary>The heading it leads to; null for the page as a whole.</summary>
    public string? Anchor => Target.Split('#') is [_, var anchor] ? anchor : null;

    public static IEnumerable<Link> Of(Page page) =>
        from line in page.Prose
        from match in Pattern().Matches(InlineCode().Replace(line.Text, ""))
        select new Link(page.Path, line.Line, match.Groups["target"].Value);

    public override string ToString() => $"{Page}({Line}): {Target}";

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)[^)]*\)")]
    private static partial Regex Pattern();

    [GeneratedRegex("(`+).+?\\1")]
    private static partial Regex InlineCode();
}
