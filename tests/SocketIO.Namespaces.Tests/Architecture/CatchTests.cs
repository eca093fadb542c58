using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketIO.Namespaces.Tests.Architecture;

/// <summary>The analyzer that refuses <c>catch (Exception) { }</c> lets the other empty catches pass.</summary>
public sealed class CatchTests
{
    [TestCase("SocketIO.Namespaces")]
    [TestCase("SocketIO.Namespaces.Hosting")]
    [TestCase("SocketIO.Namespaces.Testing")]
    public void No_catch_is_empty(string project) =>
        Assert.That(SourceTree.ParseProject(project).SelectMany(EmptyCatches), Is.Empty);

    [TestCase("catch { }")]
    [TestCase("catch (IOException) { }")]
    [TestCase("catch (Exception e) when (e is IOException) { /* never mind */ }")]
    public void An_empty_catch_is_found(string clause)
    {
        var tree = CSharpSyntaxTree.ParseText($"class C {{ void F() {{ try {{ F(); }} {clause} }} }}", path: "C.cs");

        Assert.That(EmptyCatches(tree), Is.EqualTo(["C.cs(1)"]));
    }

    private static IEnumerable<string> EmptyCatches(SyntaxTree tree) =>
        from clause in tree.GetRoot().DescendantNodes().OfType<CatchClauseSyntax>()
        where clause.Block.Statements.Count == 0
        select $"{tree.FilePath}({clause.GetLocation().GetLineSpan().StartLinePosition.Line + 1})";
}
