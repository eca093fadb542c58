using System.Collections.Concurrent;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Testing.Connections;

/// <summary>The server's namespaces, and who may not join them.</summary>
internal sealed class NamespaceDirectory(ServerContext context)
{
    private readonly ConcurrentDictionary<string, TestServerNamespace> _namespaces = [];
    private readonly ConcurrentDictionary<string, Refusal> _refusals = [];

    public ServerContext Context => context;

    public TestServerNamespace Of(string path) => Joined(NamespacePath.Validate(path));

    /// <summary>The namespace that a client has asked for: there is none that it may not ask for.</summary>
    public TestServerNamespace Joined(string path)
        => _namespaces.GetOrAdd(path, static (name, context) => new TestServerNamespace(name, context), context);

    public void Refuse(string path, Refusal refusal) => _refusals[NamespacePath.Validate(path)] = refusal;

    public void Accept(string path) => _refusals.TryRemove(path, out _);

    /// <summary>Why a client may not join, or null if it may.</summary>
    public Refusal? RefusalOf(string path)
    {
        if (_refusals.TryGetValue(path, out var refusal))
            return refusal;
        return context.Options.Namespaces.Count > 0 && !context.Options.Namespaces.Contains(path) ? Refusal.InvalidNamespace : null;
    }
}

/// <summary>What a client that may not join is told.</summary>
internal sealed record Refusal(string Message, object? Data = null)
{
    public static readonly Refusal InvalidNamespace = new("Invalid namespace");
}
