using System.Net;
using System.Net.Sockets;

namespace SocketIO.Namespaces.InteropTests.Proxies;

/// <summary>Ports for programs that cannot choose one themselves.</summary>
internal static class FreePort
{
    /// <summary>Ports that are free now; another program may take one before it is used.</summary>
    public static int[] Find(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            return Array.ConvertAll(listeners, listener =>
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            });
        }
        finally
        {
            Array.ForEach(listeners, listener => listener.Dispose());
        }
    }
}
