namespace SocketIO.Namespaces.Protocol;

/// <summary>What kind of value some JSON is, for messages that must not quote it.</summary>
internal static class JsonKind
{
    public static string Describe(ReadOnlySpan<byte> json) => json.IsEmpty ? "nothing" : json[0] switch
    {
        (byte)'"' => "a string",
        (byte)'{' => "an object",
        (byte)'[' => "an array",
        (byte)'t' or (byte)'f' => "a boolean",
        (byte)'n' => "null",
        _ => "a number",
    };
}
