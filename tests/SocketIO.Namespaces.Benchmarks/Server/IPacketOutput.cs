namespace SocketIO.Namespaces.Benchmarks.Server;

/// <summary>Where a session's answers go: each is one Engine.IO packet of text.</summary>
internal interface IPacketOutput
{
    void Write(ReadOnlySpan<byte> packet);

    void StartFlood(FloodRequest request);
}
