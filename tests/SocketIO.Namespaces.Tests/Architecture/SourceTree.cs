using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SocketIO.Namespaces.Tests.Architecture;

/// <summary>The sources of this repository, compiled in memory.</summary>
internal static class SourceTree
{
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;

        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("SocketIO.Namespaces.Hosting")]
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("SocketIO.Namespaces.Testing")]
        """;

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);

    /// <summary>Everything the running tests are built on, but for our own assemblies: those are compiled from their sources.</summary>
    private static readonly MetadataReference[] Libraries =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("SocketIO.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Compiles a project below <c>src</c>.</summary>
    public static CSharpCompilation CompileProject(string name, params CSharpCompilation[] referenced) => Compile(name, ParseProject(name), referenced);

    /// <summary>Compiles sources, each with its path as seen from the root of the repository.</summary>
    public static CSharpCompilation Compile(string name, IEnumerable<(string Path, string Text)> sources) =>
        Compile(name, sources.Select(source => Parse(source.Path, source.Text)), []);

    /// <summary>Parses the files of a project below <c>src</c>.</summary>
    public static IEnumerable<SyntaxTree> ParseProject(string name)
    {
        var root = RepositoryRoot();
        return
            from file in Directory.EnumerateFiles(Path.Combine(root, "src", name), "*.cs", SearchOption.AllDirectories)
            let path = Path.GetRelativePath(root, file).Replace('\\', '/')
            where !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)
            select Parse(path, File.ReadAllText(file));
    }

    private static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, Language, path);

    private static CSharpCompilation Compile(string name, IEnumerable<SyntaxTree> trees, CSharpCompilation[] referenced) =>
        CSharpCompilation.Create(
            name,
            trees.Append(Parse("", ImplicitUsings)),
            [.. Libraries, .. referenced.Select(compilation => compilation.ToMetadataReference())],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>Where the solution is.</summary>
    public static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "SocketIO.Namespaces.sln")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException($"No solution above {AppContext.BaseDirectory}.");
    }
}
