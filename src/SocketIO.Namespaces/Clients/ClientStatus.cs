namespace SocketIO.Namespaces.Clients;

/// <summary>How a client is doing at one moment.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="OutageDuration">For how long it has had no connection; null while it has one, or has never asked for any.</param>
/// <param name="LastFailure">Why the last attempt failed or the last connection ended; null once there is a connection.</param>
/// <param name="HasPermanentFault">Whether somebody has to fix what the last attempt failed of.</param>
/// <param name="RefusedNamespaces">The namespaces that the server refuses; here and below without a default one that nobody asked for.</param>
/// <param name="MissingNamespaces">The other namespaces that should be joined and are not, though there is a connection: the server has disconnected them
/// alone, or has not answered for them in time.</param>
internal sealed record ClientStatus(
    ClientState State,
    TimeSpan? OutageDuration,
    string? LastFailure,
    bool HasPermanentFault,
    IReadOnlyList<string> RefusedNamespaces,
    IReadOnlyList<string> MissingNamespaces);
