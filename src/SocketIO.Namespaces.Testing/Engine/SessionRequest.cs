namespace SocketIO.Namespaces.Testing.Engine;

/// <summary>What the request that started a session said of it.</summary>
internal sealed record SessionRequest(IReadOnlyDictionary<string, string> Headers, IReadOnlyDictionary<string, string> Query);
