namespace SocketIO.Namespaces.Namespaces;

/// <inheritdoc cref="ILeavable"/>
internal interface IBlockingLeavable
{
    /// <inheritdoc cref="ILeavable.LeaveAsync"/>
    void Leave(CancellationToken cancellationToken);
}
