using System.Text.Json;

namespace SocketIO.Namespaces.InteropTests;

/// <summary>What a server knows of a client in one namespace: its answer to "info".</summary>
public sealed record ServerInfo(string? Server, string Sid, string Engine, string Transport, JsonElement Auth, RequestInfo[] Requests, JsonElement Query = default);

/// <summary>What one kind of HTTP request of a client carried.</summary>
public sealed record RequestInfo(string Method, string Transport, string? Header, string? Query);

/// <summary>What a server remembers of a "record" event.</summary>
public sealed record Received(string Transport, JsonElement[] Args);
