namespace SocketIO.Namespaces.Protocol;

/// <summary>What the sender of a packet wants to find again on one that comes back unsent.</summary>
/// <param name="Sender">Who sent it; null for what the protocol itself sends, which is of no use to another connection.</param>
/// <param name="AckId">The acknowledgement it asks for, if any.</param>
/// <param name="IsCall">Whether a caller awaits the answer, who is told of the loss instead of the packet being sent again.</param>
/// <param name="Expires">The timestamp after which it is not worth sending.</param>
internal readonly record struct PacketOrigin(object? Sender, long? AckId, bool IsCall, long Expires)
{
    /// <summary>The timestamp of the emit.</summary>
    public long Emitted { get; init; }
}
