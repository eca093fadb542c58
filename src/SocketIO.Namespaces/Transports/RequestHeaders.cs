using System.Collections.Frozen;
using System.Net.Http.Headers;
using SocketIO.Namespaces.Diagnostics;

namespace SocketIO.Namespaces.Transports;

/// <summary>Puts a user's headers on a request, or refuses them: what is sent unchecked could start headers, or requests, of its own.</summary>
internal static class RequestHeaders
{
    private static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
        ["Connection", "Upgrade", "Transfer-Encoding", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Sec-WebSocket-Extensions", "Sec-WebSocket-Accept"],
        StringComparer.OrdinalIgnoreCase);

    private const string Remedy = $"Remove it from {nameof(SocketIOClientOptions.Headers)} or {nameof(SocketIOClientOptions.HeadersProvider)}.";

    /// <exception cref="ArgumentException">The name or the value cannot be sent. The message does not show the value.</exception>
    public static void AddTo(HttpRequestHeaders headers, string name, string value)
    {
        if (value.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new ArgumentException($"The value of the header '{Printable.Of(name)}' contains a line break, after which servers would read another header. {Remedy}");
        }

        if (Reserved.Contains(name))
        {
            throw new ArgumentException($"The header '{name}' belongs to the connection itself, which sets it where it is needed. {Remedy}");
        }

        if (!headers.TryAddWithoutValidation(name, value))
        {
            throw new ArgumentException($"'{Printable.Of(name)}' cannot be sent as a request header: it is not a valid name, or describes a body. {Remedy}");
        }
    }
}
