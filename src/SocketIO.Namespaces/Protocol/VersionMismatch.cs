namespace SocketIO.Namespaces.Protocol;

/// <summary>Tells that a server speaks another version than it is spoken to in, and which option to set.</summary>
internal static class VersionMismatch
{
    /// <param name="finding">What shows it, as a sentence without its full stop.</param>
    /// <param name="spoken">The version this client speaks.</param>
    public static SocketIOProtocolException Create(string finding, EngineIOVersion spoken)
    {
        const string Modern = "Socket.IO 3.x or 4.x (Engine.IO 4)", Old = "Socket.IO 2.x (Engine.IO 3)";
        var (server, client, mend) = spoken == EngineIOVersion.V3 ? (Modern, Old, EngineIOVersion.V4) : (Old, Modern, EngineIOVersion.V3);
        return new SocketIOProtocolException(
            $"{finding}. It seems to be a server of {server}, but this client is set to speak to one of {client}: " +
            $"set {nameof(SocketIOClientOptions)}.{nameof(SocketIOClientOptions.EngineVersion)} to {nameof(EngineIOVersion)}.{mend}.")
        { IsVersionMismatch = true };
    }
}
