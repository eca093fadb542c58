using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Testing.Engine;

/// <summary>What speaks Socket.IO on top of a session. Neither member may block.</summary>
internal interface IMessageReceiver
{
    /// <summary>Takes a message, whose data is valid during the call only.</summary>
    /// <exception cref="SocketIOProtocolException">It is not Socket.IO, or not allowed at this point.</exception>
    void Receive(in EnginePacket message);

    /// <summary>The session has ended: nothing can be sent any more.</summary>
    void Ended(DisconnectReason reason);
}
