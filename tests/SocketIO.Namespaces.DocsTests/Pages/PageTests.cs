namespace SocketIO.Namespaces.DocsTests.Pages;

[Parallelizable(ParallelScope.All)]
public sealed class PageTests
{
    [Test]
    public void A_block_has_its_place_language_mark_and_text()
    {
        Page page = Page.Parse("docs/page.md", "# Title\n\n```csharp members\nint a;\n\nint b;\n```\nprose\n");

        Assert.That(page.Blocks, Is.EqualTo([new CodeBlock("docs/page.md", 4, "csharp", "members", "int a;\n\nint b;")]));
        Assert.That(page.Prose, Is.EqualTo([(1, "# Title"), (2, ""), (8, "prose"), (9, "")]));
        Assert.That(page.Faults, Is.Empty);
    }

    [Test]
    public void A_block_of_a_list_item_loses_the_indentation_of_its_fence() =>
        Assert.That(Page.Parse("p.md", "- item\n  ```csharp\n  if (a)\n    b();\n  ```\n").Blocks[0].Text, Is.EqualTo("if (a)\n  b();"));

    [Test]
    public void A_longer_fence_may_hold_a_shorter_one() =>
        Assert.That(Page.Parse("p.md", "````markdown\n```csharp\n```\n````\n").Blocks.Single().Text, Is.EqualTo("```csharp\n```"));

    [TestCase("```\nint a;\n```\n", "p.md(1): a block without a language")]
    [TestCase("~~~\nint a;\n~~~\n", "p.md(1): a block without a language")]
    [TestCase("\n```csharp\nint a;\n", "p.md(2): a block without an end")]
    public void A_block_that_would_go_unseen_is_a_fault(string text, string fault) =>
        Assert.That(Page.Parse("p.md", text).Faults, Has.One.StartsWith(fault));

    [Test]
    public void The_pages_of_this_repository_are_found()
    {
        Assert.That(Documentation.Pages.Select(page => page.Path), Does.Contain("README.md").And.Contain("docs/hosting.md"));
        Assert.That(Documentation.Pages.SelectMany(page => page.Blocks).Count(block => block.Language == "csharp"), Is.GreaterThan(30));
    }

    [Test]
    public void No_block_of_this_repository_goes_unseen() => Assert.That(Documentation.Pages.SelectMany(page => page.Faults), Is.Empty);
}
