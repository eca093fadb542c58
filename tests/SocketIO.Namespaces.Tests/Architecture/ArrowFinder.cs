using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketIO.Namespaces.Tests.Architecture;

/// <summary>Finds what the rooms of a compilation know of each other. A using directive alone is no knowledge, nor is a reference in a comment.</summary>
internal static class ArrowFinder
{
    private const string Core = "SocketIO.Namespaces";

    public static IReadOnlyCollection<Arrow> Find(CSharpCompilation compilation) =>
        [.. compilation.SyntaxTrees.SelectMany(tree => Find(compilation.GetSemanticModel(tree))).Distinct()];

    /// <summary>The folder of a file of the core; for any other project the last part of the project's name.</summary>
    public static string RoomOf(string path)
    {
        var parts = path.Split('/');
        return parts is ["src", Core, var folder, _, ..] ? folder : parts.ElementAtOrDefault(1)?.Split('.')[^1] ?? "";
    }

    private static IEnumerable<Arrow> Find(SemanticModel model)
    {
        var file = model.SyntaxTree.FilePath;
        var room = RoomOf(file);
        return
            from node in model.SyntaxTree.GetRoot().DescendantNodes()
            where node is SimpleNameSyntax or BaseObjectCreationExpressionSyntax or ElementAccessExpressionSyntax or ConstructorInitializerSyntax
            let symbol = Declared(model.GetSymbolInfo(node))
            where symbol is not null
            from target in DeclaringRooms(symbol)
            where target != room
            select new Arrow(room, target, file, node.GetLocation().GetLineSpan().StartLinePosition.Line + 1, symbol.ToDisplayString());
    }

    private static ISymbol? Declared(SymbolInfo info) =>
        (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) switch
        {
            null or INamespaceSymbol => null,
            IMethodSymbol { ReducedFrom: { } extension } => extension.OriginalDefinition,
            var symbol => symbol.OriginalDefinition,
        };

    /// <summary>The rooms of the files that declare a symbol, or the type of a member that the compiler has made up.</summary>
    private static IEnumerable<string> DeclaringRooms(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences is { IsEmpty: false } declarations
            ? declarations.Select(declaration => RoomOf(declaration.SyntaxTree.FilePath)).Distinct()
            : symbol.ContainingType is { } type ? DeclaringRooms(type.OriginalDefinition) : [];
}
