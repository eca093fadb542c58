using SocketIO.Namespaces.DocsTests.Pages;

namespace SocketIO.Namespaces.DocsTests.CSharp;

/// <summary>A C# block and how to compile it.</summary>
internal sealed record CSharpBlock(CodeBlock Source, BlockKind Kind)
{
    private static readonly string[] OtherNames = ["c#", "cs", "csx"];

    /// <summary>The C# blocks of a page, and the code in its tables' columns of C#.</summary>
    /// <exception cref="FormatException">The words behind a fence say nothing that is known; the message names page and line.</exception>
    public static IReadOnlyList<CSharpBlock> Of(Page page) =>
    [
        .. page.Blocks.Where(IsCSharp).Select(block => new CSharpBlock(block, KindOf(block))),
        .. CSharpCells.Of(page).Select(block => new CSharpBlock(block, BlockKind.Cells)),
    ];

    public override string ToString() => Source.ToString();

    private static bool IsCSharp(CodeBlock block) =>
        OtherNames.Contains(block.Language, StringComparer.OrdinalIgnoreCase)
            ? throw new FormatException($"{block}: ```{block.Language}: write ```csharp.")
            : block.Language.StartsWith("csharp", StringComparison.OrdinalIgnoreCase);

    private static BlockKind KindOf(CodeBlock block) => (block.Language, block.Mark) switch
    {
        ("csharp", "") => BlockKind.Program,
        ("csharp", "members") => BlockKind.Members,
        ("csharp", var mark) when mark.StartsWith("not-compiled: ", StringComparison.Ordinal) => BlockKind.NotCompiled,
        _ => throw new FormatException($"{block}: ```{block.Language} {block.Mark}: write ```csharp, ```csharp members or ```csharp not-compiled: why."),
    };
}
