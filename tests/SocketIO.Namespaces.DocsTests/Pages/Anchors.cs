using System.Text.RegularExpressions;

namespace SocketIO.Namespaces.DocsTests.Pages;

/// <summary>The anchors of a page's headings, as GitHub makes them.</summary>
internal static partial class Anchors
{
    public static IReadOnlySet<string> Of(Page page)
    {
        var anchors = new HashSet<string>();
        foreach (Match heading in page.Prose.Select(line => Heading().Match(line.Text)).Where(heading => heading.Success))
        {
            string anchor = OfHeading(heading.Groups["text"].Value);
            for (int copy = 0; !anchors.Add(copy == 0 ? anchor : $"{anchor}-{copy}"); copy++) { }
        }

        return anchors;
    }

    /// <summary>Lower case, hyphens for spaces, and neither punctuation nor the targets of links.</summary>
    private static string OfHeading(string text) =>
        NotOfAnchors().Replace(Target().Replace(text, "]").ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"^#{1,6}\s+(?<text>.*?)\s*#*\s*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\([^)]*\)")]
    private static partial Regex Target();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotOfAnchors();
}
