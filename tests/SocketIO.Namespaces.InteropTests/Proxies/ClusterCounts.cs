namespace SocketIO.Namespaces.InteropTests.Proxies;

/// <summary>What the servers of a cluster have counted.</summary>
/// <param name="Sessions">The sessions opened.</param>
/// <param name="Strangers">The requests for a session that was not at the server they came to.</param>
public readonly record struct ClusterCounts(int Sessions, int Strangers)
{
    public static ClusterCounts operator +(ClusterCounts left, ClusterCounts right)
        => new(left.Sessions + right.Sessions, left.Strangers + right.Strangers);

    public static ClusterCounts operator -(ClusterCounts left, ClusterCounts right)
        => new(left.Sessions - right.Sessions, left.Strangers - right.Strangers);
}
