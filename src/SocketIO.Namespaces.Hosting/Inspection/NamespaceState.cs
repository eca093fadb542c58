namespace SocketIO.Namespaces;

/// <summary>Where a namespace of a client stands.</summary>
public enum NamespaceState
{
    /// <summary>Nobody has asked for it yet, it has been left or disconnected by the server, or the client has ended.</summary>
    NotJoined,

    /// <summary>It is to be joined as soon as there is a connection, or the server's answer is awaited.</summary>
    Joining,

    /// <summary>It is joined: events travel.</summary>
    Joined,

    /// <summary>The server refused it. A hosted client goes on asking.</summary>
    Refused,
}
