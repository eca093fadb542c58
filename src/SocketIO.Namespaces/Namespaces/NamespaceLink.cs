using System.Reflection;

namespace SocketIO.Namespaces.Namespaces;

/// <summary>Ties an instance of a namespace class to the one namespace of one client that it serves.</summary>
/// <param name="type">The instance's class.</param>
/// <param name="path">The path that its constructor was given, if any.</param>
internal sealed class NamespaceLink<TConnection>(Type type, string? path)
    where TConnection : class
{
    private TConnection? _connection;

    /// <summary>The path that the class says: its constructor goes before the attribute.</summary>
    public string DeclaredPath => path ?? type.GetCustomAttribute<NamespaceAttribute>()?.Path ?? NamespacePath.Default;

    /// <summary>The namespace; null as long as the instance belongs to no client.</summary>
    public TConnection? ConnectionIfAny => _connection;

    /// <exception cref="InvalidOperationException">The instance belongs to no client yet.</exception>
    public TConnection Connection => _connection
        ?? throw new InvalidOperationException($"{type.Name} belongs to no client yet: pass it to RegisterNamespace, or register its class with AddNamespace<{type.Name}>().");

    /// <summary>Ties the instance to a namespace.</summary>
    /// <returns>False if it belongs to one already.</returns>
    public bool TryAttach(TConnection connection) => Interlocked.CompareExchange(ref _connection, connection, null) is null;

    /// <summary>Makes the instance the class of a namespace, if <paramref name="register"/> does not throw.</summary>
    /// <exception cref="InvalidOperationException">It belongs to one already.</exception>
    public void Attach(TConnection connection, Action register)
    {
        if (!TryAttach(connection))
            throw new InvalidOperationException($"This instance of {type.Name} is registered already; register another instance for another namespace or client.");
        try
        {
            register();
        }
        catch
        {
            _connection = null;
            throw;
        }
    }
}
