namespace SocketIO.Namespaces.Transports;

/// <summary>A connection that carries another protocol from here on.</summary>
/// <param name="Stream">The connection; disposing it closes it.</param>
/// <param name="FirstBytes">What has been read of it already.</param>
internal readonly record struct UpgradedConnection(Stream Stream, ReadOnlyMemory<byte> FirstBytes);
