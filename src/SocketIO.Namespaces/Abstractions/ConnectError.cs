using System.Text.Json;

namespace SocketIO.Namespaces;

/// <summary>Why a namespace could not be joined.</summary>
/// <param name="Message">The server's message for a refusal, otherwise what went wrong on the way to it.</param>
/// <param name="Data">The <c>data</c> the server attached to its refusal, if any.</param>
/// <param name="IsRefusal">Whether the server answered and said no; otherwise it was not reached or did not answer.</param>
public sealed record ConnectError(string Message, JsonElement? Data = null, bool IsRefusal = false);
