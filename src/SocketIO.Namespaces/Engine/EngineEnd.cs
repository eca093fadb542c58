namespace SocketIO.Namespaces.Engine;

/// <summary>Why a session ended.</summary>
internal sealed record EngineEnd(DisconnectReason Reason, Exception? Exception);
