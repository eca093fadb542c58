using SocketIO.Namespaces.DocsTests.Pages;

namespace SocketIO.Namespaces.DocsTests.CSharp;

/// <summary>Every C# block of the pages is compiled, so that none can rot.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class CSharpBlockTests
{
    private static IEnumerable<TestCaseData> Pages => Documentation.Pages
        .Select(page => new TestCaseData(page).SetArgDisplayNames(page.Path));

    [TestCaseSource(nameof(Pages))]
    public void Every_block_compiles(object page)
    {
        IReadOnlyList<CSharpBlock> blocks = CSharpBlock.Of((Page)page);

        Assert.That(Compiled().SelectMany(block => BlockCompiler.FindFaults(block, blocks)), Is.Empty);

        ParallelQuery<CSharpBlock> Compiled() => blocks.AsParallel().AsOrdered().Where(block => block.Kind != BlockKind.NotCompiled);
    }

    [TestCaseSource(nameof(Pages))]
    public void A_block_marked_as_not_compiled_would_not_compile(object page)
    {
        IReadOnlyList<CSharpBlock> blocks = CSharpBlock.Of((Page)page);

        Assert.That(
            blocks.Where(block => block.Kind == BlockKind.NotCompiled && BlockCompiler.FindFaults(block, blocks).Count == 0),
            Is.Empty,
            "these compile: take the mark away");
    }

    [Test]
    public void The_surroundings_of_fragments_compile() => Assert.That(BlockCompiler.FindFaultsOfSurroundings(), Is.Empty);
}
