namespace SocketIO.Namespaces.Transports;

/// <summary>A transport whose receiving can be brought to rest, so that another may take over without a packet lost or overtaken.</summary>
internal interface IPausableTransport : ITransport
{
    /// <summary>Stops asking the server for packets. Those that have arrived are still received; then receiving waits.</summary>
    /// <returns>Completes once nothing that was asked for is under way any more.</returns>
    Task PauseAsync();

    /// <summary>Goes on receiving after a pause.</summary>
    void Resume();

    /// <summary>Ends a pause for good: what has arrived is still received, then receiving gives null.</summary>
    void Retire();
}
