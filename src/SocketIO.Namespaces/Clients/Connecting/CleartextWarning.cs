using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Diagnostics;

namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>Says, once per client, that credentials travel where others can read them: unencrypted, and to another machine.</summary>
internal sealed class CleartextWarning(ILogger logger)
{
    private int _isGiven;

    /// <summary>Something secret goes to this server.</summary>
    public void Check(Uri server)
    {
        if (server.Scheme is "http" or "ws" && !server.IsLoopback && Interlocked.Exchange(ref _isGiven, 1) == 0)
            Log.CredentialsInCleartext(logger, server.Host);
    }
}
