using SocketIO.Namespaces.DocsTests.Pages;

namespace SocketIO.Namespaces.DocsTests.CSharp;

[Parallelizable(ParallelScope.All)]
public sealed class BlockCompilerTests
{
    [TestCase("await sio.EmitAsync(\"hello\");")]
    [TestCase("using SocketIO.Namespaces;\nawait using var mine = new AsyncClient();")]
    [TestCase("public sealed class LobbyNamespace : AsyncClientNamespace;")]
    public void A_sound_block_has_no_fault(string text) => Assert.That(FindFaults(Fence(text)), Is.Empty);

    [Test]
    public void Members_stand_in_a_class() =>
        Assert.That(FindFaults(Fence("public ValueTask OnHello() => EmitAsync(\"hello\");", "csharp members")), Is.Empty);

    [TestCase("await sio.EmitAsync(\"hello\")", "p.md(2,29): error CS1002")]
    [TestCase("\nawait sio.ShoutAsync(\"hello\");", "p.md(3,11): error CS1061")]
    [TestCase("public sealed class Lobby : NoSuchNamespace;", "p.md(2,29): error CS0246")]
    [TestCase("string text = null;", "p.md(2,15): warning CS8600")]
    [TestCase("sio.State;", "p.md(2,1): error CS0201")]
    public void A_broken_block_is_told_with_page_and_line(string text, string fault) =>
        Assert.That(FindFaults(Fence(text)), Has.Some.StartsWith(fault));

    [Test]
    public void Broken_members_are_told_with_page_and_line() =>
        Assert.That(FindFaults(Fence("public ValueTask OnHello() => EmitAsync(\"hello\");\npublic int OnSum() => \"\";", "csharp members")), Has.One.StartsWith("p.md(3,"));

    [Test]
    public void A_whole_file_has_nothing_of_the_surroundings()
    {
        Assert.That(FindFaults(Fence("using SocketIO.Namespaces;\nawait sio.EmitAsync(\"hello\");")), Has.One.StartsWith("p.md(3,7): error CS0103"));
        Assert.That(FindFaults(Fence("using System.Text;\nawait using var mine = new AsyncClient();")), Has.One.StartsWith("p.md(3,28): error CS0246"));
    }

    [Test]
    public void Types_of_other_blocks_of_the_page_are_there_whether_before_or_behind() =>
        Assert.That(FindFaults(Fence("new Before();\nnew Behind();"), before: Fence("class Before;"), behind: Fence("class Behind;")), Is.Empty);

    [Test]
    public void Of_several_types_of_one_name_the_last_before_the_block_counts()
    {
        string twice = Fence("class Room { public int A; }") + Fence("class Room { public int B; }");

        Assert.That(FindFaults(Fence("Console.WriteLine(new Room().B);"), before: twice), Is.Empty);
        Assert.That(FindFaults(Fence("class Room { public int C => new Room().C; }"), before: twice), Is.Empty);
    }

    [Test]
    public void A_namespace_may_go_through_several_blocks()
    {
        string first = Fence("namespace Chat;\nclass Room { public int A => 1; }\nclass Door;");
        string second = Fence("namespace Chat;\nclass Room { public int B => 1; }");

        Assert.That(FindFaults(Fence("using Chat;\nConsole.WriteLine(new Room().B);\nnew Door();"), before: first + second), Is.Empty);
        Assert.That(FindFaults(second, before: first), Is.Empty);
    }

    [Test]
    public void A_program_of_a_single_file_may_name_its_packages() =>
        Assert.That(FindFaults(Fence("#:package SocketIO.Namespaces@*\nusing SocketIO.Namespaces;\nawait using var mine = new AsyncClient();")), Is.Empty);

    [TestCase("`no()`", "`await sio.EmitAsync(\"x\");`, `sio.State`", ExpectedResult = true)]
    [TestCase("`no()`", "`bool either = sio.IsConnected \\| false;`", ExpectedResult = true)]
    [TestCase("`no()`", "`sio.IsConnected`, likewise `Transport`", ExpectedResult = true)]
    [TestCase("`no()`", "`sio.ShoutAsync()`", ExpectedResult = false)]
    public bool Code_in_a_column_of_C_is_compiled(string other, string here)
    {
        IReadOnlyList<CSharpBlock> blocks = CSharpBlock.Of(Page.Parse("p.md", $"| JavaScript | C# |\n|---|---|\n| {other} | {here} |\n"));
        return blocks.All(block => BlockCompiler.FindFaults(block, blocks).Count == 0);
    }

    [TestCase("cs")]
    [TestCase("C#")]
    [TestCase("csharp fragment")]
    [TestCase("csharp not-compiled")]
    [TestCase("csharp not-compiled:")]
    [TestCase("csharp,members")]
    public void A_block_of_unknown_kind_is_told_with_page_and_line(string words) =>
        Assert.That(() => CSharpBlock.Of(Page.Parse("p.md", "\n" + Fence("int a;", words))), Throws.TypeOf<FormatException>().With.Message.StartsWith("p.md(3): "));

    private static string Fence(string text, string words = "csharp") => $"```{words}\n{text}\n```\n";

    /// <summary>The faults of a block, at line 2 if nothing is before it.</summary>
    private static IReadOnlyList<string> FindFaults(string block, string before = "", string behind = "")
    {
        IReadOnlyList<CSharpBlock> blocks = CSharpBlock.Of(Page.Parse("p.md", before + block + behind));
        return BlockCompiler.FindFaults(blocks[before.Split("```csharp").Length - 1], blocks);
    }
}
