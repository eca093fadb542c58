using System.Text.Json;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>How the name of a method says which event it handles: <c>OnMyEvent</c> and <c>OnMyEventAsync</c> handle <c>my_event</c> in any spelling.
/// Spellings that differ only in case and in <c>_</c>, <c>-</c>, <c>.</c>, <c>:</c> and spaces have the same key.</summary>
internal static class NameConvention
{
    private const string Prefix = "On";
    private const string Suffix = "Async";

    /// <summary>Whether a method of this name is a handler: <c>On</c> and an upper-case letter.</summary>
    public static bool IsHandlerName(string methodName)
        => methodName.Length > Prefix.Length && methodName.StartsWith(Prefix, StringComparison.Ordinal) && char.IsUpper(methodName[Prefix.Length]);

    /// <summary>The event as the usual spelling writes it, such as <c>my_event</c>: for people to read.</summary>
    public static string EventName(string methodName)
        => JsonNamingPolicy.SnakeCaseLower.ConvertName(WithoutSuffix(methodName[Prefix.Length..]));

    /// <summary>The name without <c>Async</c> at its end, which says how the method returns and not what it means.</summary>
    public static string WithoutSuffix(string name)
        => name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;

    /// <summary>What all spellings of an event's name have in common.</summary>
    public static string Key(string eventName)
    {
        Span<char> key = new char[eventName.Length];
        return TryGetKey(eventName, key, out var length) ? key[..length].ToString() : eventName;
    }

    /// <summary>Writes what all spellings of an event's name have in common.</summary>
    /// <returns>Whether it fits.</returns>
    public static bool TryGetKey(ReadOnlySpan<char> eventName, Span<char> key, out int length)
    {
        length = 0;
        foreach (var letter in eventName)
        {
            if (letter is '_' or '-' or '.' or ':' or ' ')
                continue;
            if (length == key.Length)
                return false;
            key[length++] = char.ToLowerInvariant(letter);
        }

        return true;
    }
}
