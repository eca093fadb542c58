using System.Reflection;
using SocketIO.Namespaces.DocsTests.Pages;

namespace SocketIO.Namespaces.DocsTests.CSharp;

/// <summary>What the pages on testing assert is so.</summary>
public sealed class RunningBlockTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static IEnumerable<TestCaseData> BlocksOnTesting =>
        BlocksOf("docs/testing.md")
            .Where(block => block.Kind == BlockKind.Program && block.Source.Text.Contains("await ", StringComparison.Ordinal))
            .Where(block => !block.Source.Text.Contains("class ", StringComparison.Ordinal))
            .Select(block => new TestCaseData(block).SetArgDisplayNames(block.ToString()));

    [TestCaseSource(nameof(BlocksOnTesting))]
    public async Task A_block_on_testing_runs(object block)
    {
        MethodInfo main = BlockCompiler.Load((CSharpBlock)block, BlocksOf("docs/testing.md")).EntryPoint!;

        await Task.Run(() => main.Invoke(null, [Array.Empty<string>()])).WaitAsync(Patience);
    }

    [Test]
    public async Task The_tests_of_the_first_page_pass()
    {
        IReadOnlyList<CSharpBlock> blocks = BlocksOf("docs/getting-started.md");
        Assembly page = BlockCompiler.Load(blocks.Single(block => block.Source.Text.Contains("[Test]", StringComparison.Ordinal)), blocks);
        MethodInfo[] tests = [.. page.GetTypes().SelectMany(type => type.GetMethods()).Where(method => method.IsDefined(typeof(TestAttribute)))];

        Assert.That(tests, Is.Not.Empty);
        foreach (MethodInfo test in tests)
            await ((Task)test.Invoke(Activator.CreateInstance(test.DeclaringType!), null)!).WaitAsync(Patience);
    }

    private static IReadOnlyList<CSharpBlock> BlocksOf(string path) => CSharpBlock.Of(Documentation.Pages.Single(page => page.Path == path));
}
