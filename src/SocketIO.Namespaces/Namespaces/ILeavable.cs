namespace SocketIO.Namespaces.Namespaces;

/// <summary>A namespace that its class can leave.</summary>
internal interface ILeavable
{
    /// <param name="cancellationToken">Gives up waiting for the disconnect handler.</param>
    Task LeaveAsync(CancellationToken cancellationToken);
}
