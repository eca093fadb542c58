using System.Text;

namespace SocketIO.Namespaces.Diagnostics;

/// <summary>Makes text that the peer chose fit for logs and messages: short, and without control characters that could forge lines of a log.</summary>
internal static class Printable
{
    private const int Longest = 200;

    public static string Of(ReadOnlySpan<byte> utf8) => Of(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, Longest)]));

    public static string Of(string text)
    {
        var isShort = text.Length <= Longest;
        return isShort && !text.Any(char.IsControl)
            ? text
            : string.Create(Math.Min(text.Length, Longest), text, static (target, source) =>
            {
                for (var i = 0; i < target.Length; i++) target[i] = char.IsControl(source[i]) ? ' ' : source[i];
            });
    }
}
