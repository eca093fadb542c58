using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace SocketIO.Namespaces.Protocol;

/// <summary>Tells offsets of connection state recovery from arguments. A server adds one to each event but volatile ones, and does not say which
/// those are. The offsets of socket.io's adapters all hold the time of the event, by which they can be known.</summary>
internal static class RecoveryOffset
{
    /// <summary>Nothing longer is an offset.</summary>
    public const int MaxLength = 256;

    private const int CounterTimeLength = 7;
    private const int ObjectIdLength = 24;
    private const int ObjectIdTimeLength = 8;
    private const string CounterDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

    private static readonly TimeSpan Tolerance = TimeSpan.FromDays(1); // of clocks, and of the age of replayed events
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789"u8);

    /// <summary>Whether this is an offset of an adapter known here.</summary>
    /// <param name="text">The string, without quotes.</param>
    /// <param name="now">The time by this side's clock.</param>
    public static bool IsKnown(ReadOnlySpan<byte> text, DateTimeOffset now)
        => ReadTime(text) is { } time && Math.Abs(time - now.ToUnixTimeMilliseconds()) <= Tolerance.TotalMilliseconds;

    private static long? ReadTime(ReadOnlySpan<byte> text)
        => text.Length == ObjectIdLength && ReadObjectId(text) is { } objectId ? objectId : ReadStreamId(text) ?? ReadCounter(text);

    // MongoDB: seconds and more in hexadecimal.
    private static long? ReadObjectId(ReadOnlySpan<byte> text)
        => text.ContainsAnyExceptHexDigit() ? null : long.Parse(text[..ObjectIdTimeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) * 1000;

    // Redis streams: milliseconds, a dash and a counter.
    private static long? ReadStreamId(ReadOnlySpan<byte> text)
    {
        var dash = text.IndexOf((byte)'-');
        if (dash <= 0 || dash == text.Length - 1 || text[..dash].ContainsAnyExcept(Digits) || text[(dash + 1)..].ContainsAnyExcept(Digits))
            return null;
        return Utf8Parser.TryParse(text, out long time, out _) ? time : null;
    }

    // In memory: milliseconds in base 64, and for the second and later ones of a millisecond a dot and a counter.
    private static long? ReadCounter(ReadOnlySpan<byte> text)
    {
        if (text.Length < CounterTimeLength || (text.Length > CounterTimeLength && text[CounterTimeLength] != '.'))
            return null;

        long time = 0;
        foreach (var character in text[..CounterTimeLength])
        {
            var digit = CounterDigits.IndexOf((char)character, StringComparison.Ordinal);
            if (digit < 0)
                return null;
            time = (time * CounterDigits.Length) + digit;
        }

        return time;
    }

    private static bool ContainsAnyExceptHexDigit(this ReadOnlySpan<byte> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiHexDigitLower((char)character))
                return true;
        }

        return false;
    }
}
