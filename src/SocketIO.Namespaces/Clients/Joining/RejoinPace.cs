namespace SocketIO.Namespaces.Clients.Joining;

/// <summary>How often in a row one namespace has been asked for again while the connection lived on. A server that lets it in and soon disconnects it again
/// is asked with growing waits, as a connection that does not hold is dialled.</summary>
internal sealed class RejoinPace(TimeProvider time, TimeSpan stableAfter)
{
    private long _joinedAt;
    private int _attempts;

    /// <summary>The namespace is joined.</summary>
    public void OnJoined() => Volatile.Write(ref _joinedAt, time.GetTimestamp());

    /// <summary>The server is about to be asked.</summary>
    /// <param name="attempt">How often it has been asked before.</param>
    public void OnAsked(int attempt) => Volatile.Write(ref _attempts, attempt + 1);

    /// <summary>The server has disconnected it alone.</summary>
    /// <returns>How often it has been asked since the namespace held last.</returns>
    public int OnLost()
    {
        if (time.GetElapsedTime(Volatile.Read(ref _joinedAt)) >= stableAfter)
            Volatile.Write(ref _attempts, 0);
        return Volatile.Read(ref _attempts);
    }
}
