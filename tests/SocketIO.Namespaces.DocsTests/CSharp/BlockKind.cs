namespace SocketIO.Namespaces.DocsTests.CSharp;

/// <summary>How a C# block is compiled, by the words behind <c>```csharp</c>.</summary>
internal enum BlockKind
{
    /// <summary>No word: a program. With using directives it is a whole file, without them a fragment, which has <c>Surroundings.cs</c>.</summary>
    Program,

    /// <summary><c>members</c>: what stands in a namespace class.</summary>
    Members,

    /// <summary>The code of a page's tables: like a fragment, but a piece may just name something, such as <c>sio.State</c>.</summary>
    Cells,

    /// <summary><c>not-compiled: why</c>: cannot be compiled here.</summary>
    NotCompiled,
}
