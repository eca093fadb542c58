using System.Diagnostics.CodeAnalysis;
using System.Text;
using SocketIO.Namespaces.Clients.Handling;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients;

/// <summary>A client's namespaces, found by path; for packets, by the path's UTF-8 bytes. Namespaces are never removed, only left.</summary>
internal sealed class NamespaceDirectory(Func<string, NamespaceSession> create)
{
    private readonly Lock _gate = new();
    private volatile Dictionary<byte[], NamespaceSession> _byPath = new(Utf8Comparer.Instance);
    private volatile NamespaceSession[] _all = [];

    /// <summary>All namespaces anybody asked for, in that order.</summary>
    public IReadOnlyList<NamespaceSession> All => _all;

    /// <exception cref="ArgumentException">The path is not one.</exception>
    public NamespaceSession GetOrAdd(string path)
    {
        NamespacePath.Validate(path);
        var key = Encoding.UTF8.GetBytes(path);
        lock (_gate)
        {
            if (_byPath.TryGetValue(key, out var existing))
                return existing;
            var session = create(path);
            _byPath = new(_byPath, Utf8Comparer.Instance) { [key] = session };
            _all = [.. _all, session];
            return session;
        }
    }

    public bool TryFind(ReadOnlySpan<byte> utf8Path, [NotNullWhen(true)] out NamespaceSession? session)
        => _byPath.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(utf8Path, out session);
}
