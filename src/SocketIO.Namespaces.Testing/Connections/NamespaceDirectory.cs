using System.Collections.Concurrent;
using System.Text.Json;
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

    public void Accept(string path) => _refusals.TryRemove(NamespacePath.Validate(path), out _);

    /// <summary>Why a client with this auth may not join, or null if it may.</summary>
    public Refusal? RefusalOf(string path, JsonElement? auth)
    {
        if (_refusals.TryGetValue(path, out var refusal))
            return refusal.Judge(auth);
        return context.Options.Namespaces.Count > 0 && !context.Options.Namespaces.Contains(path) ? Refusal.InvalidNamespace : null;
    }
}

/// <summary>What a client that may not join is told.</summary>
/// <param name="Message">What went wrong.</param>
/// <param name="Data">What it is told besides; null for nothing.</param>
/// <param name="Accepts">Whom it does not hold for, by their auth; null for nobody.</param>
internal sealed record Refusal(string Message, object? Data = null, Func<JsonElement?, bool>? Accepts = null)
{
    public static readonly Refusal InvalidNamespace = new("Invalid namespace");

    /// <summary>What to tell a client; null if it may join.</summary>
    public Refusal? Judge(JsonElement? auth)
    {
        try
        {
            return Accepts?.Invoke(auth) == true ? null : this;
        }
        catch (Exception exception)
        {
            return new Refusal($"{Message} (the test's check of the auth threw {exception.GetType().Name}: {exception.Message})", Data);
        }
    }
}
