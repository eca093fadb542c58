namespace SocketIO.Namespaces.DocsTests.Pages;

/// <summary>The pages of this repository.</summary>
internal static class Documentation
{
    /// <summary>Where the solution is.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The README, those of the packages, and everything below <c>docs</c>.</summary>
    public static IReadOnlyList<Page> Pages { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateDirectories(Path.Combine(Root, "src")).Select(project => Path.Combine(project, "README.md")).Where(File.Exists))
            .Order(StringComparer.Ordinal)
            .Prepend(Path.Combine(Root, "README.md"))
            .Select(file => Page.Parse(Path.GetRelativePath(Root, file).Replace('\\', '/'), File.ReadAllText(file))),
    ];

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "SocketIO.Namespaces.sln")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException($"No solution above {AppContext.BaseDirectory}.");
    }
}
