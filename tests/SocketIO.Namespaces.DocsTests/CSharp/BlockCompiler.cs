using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using SocketIO.Namespaces.DocsTests.Pages;

namespace SocketIO.Namespaces.DocsTests.CSharp;

/// <summary>Compiles C# blocks, each by itself but with the types that other blocks of its page declare.</summary>
internal static class BlockCompiler
{
    /// <summary>Those of a worker and of a web project.</summary>
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    /// <summary>What an example may do: leave out what it would do with a variable, have nothing to await.</summary>
    private static readonly string[] Allowed = ["CS0168", "CS0219", "CS1998", "CS8321"];

    /// <summary>An expression that is no statement.</summary>
    private const string NoStatement = "CS0201";

    private static readonly string SurroundingsFile = Path.Combine(Documentation.Root, "tests/SocketIO.Namespaces.DocsTests/CSharp/Surroundings.cs");

    /// <summary>With the directives of programs that are a single file, such as <c>#:package</c>.</summary>
    private static readonly CSharpParseOptions Language =
        new CSharpParseOptions(LanguageVersion.Latest).WithFeatures([KeyValuePair.Create("FileBasedProgram", "true")]);

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
        return Tell(tree.GetDiagnostics()) is { Count: > 0 } faults
            ? faults
            : Tell(Compile(block, page, tree).GetDiagnostics()
                .Where(found => found.Location.SourceTree == tree || found.Location == Location.None)
                .Where(found => found.Id != NoStatement || block.Kind != BlockKind.Cells));
    }

    /// <summary>Compiles a sound block, so that it can be run.</summary>
    public static Assembly Load(CSharpBlock block, IReadOnlyList<CSharpBlock> page)
    {
        using var image = new MemoryStream();
        EmitResult result = Compile(block, page, Parse(block)).WithAssemblyName($"Page{block.Source.Line}").Emit(image);
        return result.Success ? Assembly.Load(image.ToArray()) : throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }

    private static CSharpCompilation Compile(CSharpBlock block, IReadOnlyList<CSharpBlock> page, SyntaxTree tree)
    {
        CompilationUnitSyntax root = tree.GetCompilationUnitRoot();
        CSharpCompilation compilation = Start.AddSyntaxTrees(tree).AddSyntaxTrees(DeclaredElsewhere(block, page, root));
        if (root.Usings.Count == 0)
            compilation = compilation.AddSyntaxTrees(Surroundings);
        if (!root.Members.OfType<GlobalStatementSyntax>().Any())
            compilation = compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.DynamicallyLinkedLibrary));
        return compilation;
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
        HashSet<string> known = [.. TypesOf(root).Select(NameOf)];
        IEnumerable<CSharpBlock> before = page.TakeWhile(other => other != block).Reverse();
        IEnumerable<CSharpBlock> behind = page.SkipWhile(other => other != block).Skip(1);
        foreach (CSharpBlock other in before.Concat(behind).Where(other => other.Kind == BlockKind.Program))
        {
            CompilationUnitSyntax declaring = Parse(other).GetCompilationUnitRoot();
            MemberDeclarationSyntax[] types = [.. TypesOf(declaring)];
            MemberDeclarationSyntax[] hidden = [.. types.Where(type => !known.Add(NameOf(type)))];
            if (hidden.Length < types.Length)
            {
                IEnumerable<SyntaxNode> unwanted = declaring.Members.OfType<GlobalStatementSyntax>().Concat(hidden);
                yield return CSharpSyntaxTree.Create(declaring.RemoveNodes(unwanted, SyntaxRemoveOptions.KeepNoTrivia)!, Language);
            }
        }
    }

    private static IEnumerable<MemberDeclarationSyntax> TypesOf(CompilationUnitSyntax root) =>
        root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    private static string NameOf(MemberDeclarationSyntax type)
    {
        (string name, int parameters) = type switch
        {
            TypeDeclarationSyntax declared => (declared.Identifier.Text, declared.TypeParameterList?.Parameters.Count ?? 0),
            DelegateDeclarationSyntax declared => (declared.Identifier.Text, declared.TypeParameterList?.Parameters.Count ?? 0),
            _ => (((BaseTypeDeclarationSyntax)type).Identifier.Text, 0),
        };
        string? container = (type.Parent as BaseNamespaceDeclarationSyntax)?.Name.ToString();
        return $"{container}.{name}`{parameters}";
    }

    // The directive has the compiler count the page's lines.
    private static SyntaxTree Parse(CSharpBlock block)
    {
        string text = $"#line {block.Source.Line} \"{block.Source.Page}\"\n{block.Source.Text}\n";
        if (block.Kind == BlockKind.Members)
            text = $"public class Members : AsyncClientNamespace\n{{\n{text}\n}}\n";
        return CSharpSyntaxTree.ParseText(text, Language, block.Source.Page);
    }
}
