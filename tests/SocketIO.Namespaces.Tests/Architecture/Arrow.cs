namespace SocketIO.Namespaces.Tests.Architecture;

/// <summary>A place in the source of one room that names a symbol of another room.</summary>
internal sealed record Arrow(string From, string To, string File, int Line, string Symbol)
{
    public override string ToString() => $"{File}({Line}): {From} → {To}: {Symbol}";
}
