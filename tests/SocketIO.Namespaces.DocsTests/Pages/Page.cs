using System.Text.RegularExpressions;

namespace SocketIO.Namespaces.DocsTests.Pages;

/// <summary>A Markdown page, taken apart into fenced blocks and prose.</summary>
internal sealed partial class Page
{
    private readonly List<CodeBlock> _blocks = [];
    private readonly List<(int Line, string Text)> _prose = [];
    private readonly List<string> _faults = [];

    private Page(string path) => Path = path;

    /// <summary>The page's path, as seen from the root of the repository.</summary>
    public string Path { get; }

    public IReadOnlyList<CodeBlock> Blocks => _blocks;

    /// <summary>The lines outside of fenced blocks, numbered from 1.</summary>
    public IReadOnlyList<(int Line, string Text)> Prose => _prose;

    /// <summary>Fences that say nothing of what is in them, or have no end: what is in them would go unseen.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public static Page Parse(string path, string text)
    {
        var page = new Page(path);
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (OpeningFence().Match(lines[i]) is { Success: true } fence)
                i = page.ReadBlock(lines, i, fence);
            else
                page._prose.Add((i + 1, lines[i]));
        }

        return page;
    }

    public override string ToString() => Path;

    /// <summary>Reads the block that opens at a line, and gives the index of its last one.</summary>
    private int ReadBlock(string[] lines, int opening, Match fence)
    {
        string language = fence.Groups["language"].Value;
        string indentation = fence.Groups["indentation"].Value;
        int closing = Array.FindIndex(lines, opening + 1, line => line.Trim() == fence.Groups["fence"].Value);

        if (language.Length == 0)
            _faults.Add($"{Path}({opening + 1}): a block without a language: write one behind the fence, such as ```csharp, ```json or ```text.");
        if (closing < 0)
        {
            _faults.Add($"{Path}({opening + 1}): a block without an end.");
            closing = lines.Length;
        }

        IEnumerable<string> text = lines[(opening + 1)..closing]
            .Select(line => line.StartsWith(indentation, StringComparison.Ordinal) ? line[indentation.Length..] : line);
        _blocks.Add(new CodeBlock(Path, opening + 2, language, fence.Groups["mark"].Value, string.Join('\n', text)));
        return closing;
    }

    [GeneratedRegex(@"^(?<indentation>\s*)(?<fence>`{3,}|~{3,})\s*(?<language>[^\s`]*)\s*(?<mark>[^`]*?)\s*$")]
    private static partial Regex OpeningFence();
}
