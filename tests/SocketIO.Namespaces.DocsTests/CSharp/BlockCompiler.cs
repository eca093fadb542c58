using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketIO.Namespaces.DocsTests.Pages;

namespace SocketIO.Namespaces.DocsTests.CSharp;

/// <summary>Compiles C# blocks, each by itself but with the types that other blocks of its page declare.</summary>
internal static class BlockCompiler
{
    /// <summary>Those of a worker project.</summary>
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    /// <summary>What an example may do: leave out what it would do with a variable, have nothing to await, hide a name of the surroundings.</summary>
    private static readonly string[] Allowed = ["CS0168", "CS0219", "CS0436", "CS1998", "CS8321"];

    private static readonly string SurroundingsFile = Path.Combine(Documentation.Root, "tests/SocketIO.Namespaces.DocsTests/CSharp/Surroundings.cs");

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);

    private static readonly SyntaxTree Surroundings = CSharpSyntaxTree.ParseText(File.ReadAllText(SurroundingsFile), Language, SurroundingsFile);

    // Everything the running tests are built on. Compilations that are made from this one share what they know of it.
    private static readonly CSharpCompilation Start = CSharpCompilation.Create(
        "Page",
        [CSharpSyntaxTree.ParseText(ImplicitUsings, Language)],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>What is wrong with a block: errors and warnings of the compiler, each with page and line.</summary>
    /// <param name="block">The block.</param>
    /// <param name="page">All blocks of its page.</param>
    public static IReadOnlyList<string> FindFaults(CSharpBlock block, IReadOnlyList<CSharpBlock> page)
    {
        SyntaxTree tree = Parse(block);
        if (Tell(tree.GetDiagnostics()) is { Count: > 0 } faults)
            return faults;

        CompilationUnitSyntax root = tree.GetCompilationUnitRoot();
        CSharpCompilation compilation = Start.AddSyntaxTrees(tree).AddSyntaxTrees(DeclaredElsewhere(block, page, root));
        if (root.Usings.Count == 0)
            compilation = compilation.AddSyntaxTrees(Surroundings);
        if (!root.Members.OfType<GlobalStatementSyntax>().Any())
            compilation = compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.DynamicallyLinkedLibrary));

        return Tell(compilation.GetDiagnostics().Where(found => found.Location.SourceTree == tree || found.Location == Location.None));
    }

    /// <summary>What is wrong with the surroundings of fragments themselves.</summary>
    public static IReadOnlyList<string> FindFaultsOfSurroundings() =>
        Tell(Start.AddSyntaxTrees(Surroundings).WithOptions(Start.Options.WithOutputKind(OutputKind.DynamicallyLinkedLibrary)).GetDiagnostics());

    private static List<string> Tell(IEnumerable<Diagnostic> diagnostics) =>
    [
        .. diagnostics
            .Where(found => found.Severity >= DiagnosticSeverity.Warning && !Allowed.Contains(found.Id))
            .Select(found => found.ToString()),
    ];

    /// <summary>The types that other blocks of the page declare. Where several declare one, the last before the block does, else the first behind it.</summary>
    private static IEnumerable<SyntaxTree> DeclaredElsewhere(CSharpBlock block, IReadOnlyList<CSharpBlock> page, CompilationUnitSyntax root)
    {
        HashSet<string> known = [.. root.Members.Select(NameOf)];
        IEnumerable<CSharpBlock> before = page.TakeWhile(other => other != block).Reverse();
        IEnumerable<CSharpBlock> behind = page.SkipWhile(other => other != block).Skip(1);
        foreach (CSharpBlock other in before.Concat(behind).Where(other => other.Kind == BlockKind.Program))
        {
            CompilationUnitSyntax declaring = Parse(other).GetCompilationUnitRoot();
            MemberDeclarationSyntax[] wanted = [.. declaring.Members.Where(member => member is not GlobalStatementSyntax && known.Add(NameOf(member)))];
            if (wanted.Length > 0)
                yield return CSharpSyntaxTree.Create(declaring.WithMembers(SyntaxFactory.List(wanted)), Language);
        }
    }

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        TypeDeclarationSyntax type => $"{type.Identifier.Text}`{type.TypeParameterList?.Parameters.Count ?? 0}",
        BaseTypeDeclarationSyntax type => $"{type.Identifier.Text}`0",
        _ => "",
    };

    // The directive has the compiler count the page's lines.
    private static SyntaxTree Parse(CSharpBlock block)
    {
        string text = $"#line {block.Source.Line} \"{block.Source.Page}\"\n{block.Source.Text}\n";
        if (block.Kind == BlockKind.Members)
            text = $"public class Members : AsyncClientNamespace\n{{\n{text}\n}}\n";
        return CSharpSyntaxTree.ParseText(text, Language, block.Source.Page);
    }
}
