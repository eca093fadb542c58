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
    public static CSharpCompilation CompileProject(string name, params CSharpCompilation[] referenced)
    {
        var root = RepositoryRoot();
        var files = Directory.EnumerateFiles(Path.Combine(root, "src", name), "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: Path.GetRelativePath(root, path).Replace('\\', '/'), FullPath: path))
            .Where(file => !file.Path.Contains("/obj/", StringComparison.Ordinal) && !file.Path.Contains("/bin/", StringComparison.Ordinal));

        return Compile(name, files.Select(file => (file.Path, File.ReadAllText(file.FullPath))), referenced);
    }

    /// <summary>Compiles sources, each with its path as seen from the root of the repository.</summary>
    public static CSharpCompilation Compile(string name, IEnumerable<(string Path, string Text)> sources, params CSharpCompilation[] referenced) =>
        CSharpCompilation.Create(
            name,
            sources.Append((Path: "", Text: ImplicitUsings)).Select(source => CSharpSyntaxTree.ParseText(source.Text, Language, source.Path)),
            [.. Libraries, .. referenced.Select(compilation => compilation.ToMetadataReference())],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "SocketIO.Namespaces.sln")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException($"No solution above {AppContext.BaseDirectory}.");
    }
}
