namespace SocketIO.Namespaces.Clients.Joining;

/// <summary>How the join of a namespace begins.</summary>
/// <param name="Pending">What to wait for; null if the namespace is joined, or has been left meanwhile.</param>
/// <param name="IsNew">Whether the server is still to be asked.</param>
internal sealed record BegunJoin(PendingJoin? Pending, bool IsNew);
