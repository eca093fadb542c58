namespace SocketIO.Namespaces.DocsTests.Pages;

/// <summary>A fenced block of a page.</summary>
/// <param name="Page">The page's path, as seen from the root of the repository.</param>
/// <param name="Line">The line of the block's first line of text.</param>
/// <param name="Language">The first word behind the opening fence.</param>
/// <param name="Mark">The rest of the words there.</param>
/// <param name="Text">What is between the fences.</param>
internal sealed record CodeBlock(string Page, int Line, string Language, string Mark, string Text)
{
    public override string ToString() => $"{Page}({Line})";
}
