namespace SocketIO.Namespaces.Diagnostics;

/// <summary>What the meter asks a client for when somebody collects measurements.</summary>
internal interface IMeasuredClient
{
    /// <summary>The name it is registered under; empty for the default one, and for one of no host.</summary>
    string Name { get; }

    ClientState State { get; }

    /// <summary>How many packets wait to be written.</summary>
    int OutboxPackets { get; }

    /// <summary>Its namespaces that are asked for.</summary>
    IEnumerable<NamespaceLoad> Loads { get; }
}
