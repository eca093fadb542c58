using System.Collections.Concurrent;
using System.Net.Sockets;

namespace SocketIO.Namespaces.InteropTests.Faults.Watching;

/// <summary>Knows the sockets that an HTTP handler has opened. It keeps their handles only, so that what hangs on a socket can be collected.</summary>
internal sealed class SocketWatch
{
    private readonly ConcurrentBag<SafeSocketHandle> _opened = [];

    public int Open => _opened.Count(handle => !handle.IsClosed);

    public void Watch(SocketsHttpHandler handler)
    {
        var connect = handler.ConnectCallback ?? ConnectAsync;
        handler.ConnectCallback = async (context, cancellationToken) =>
        {
            var stream = await connect(context, cancellationToken);
            if (stream is NetworkStream network) Add(network);
            return stream;
        };
    }

    /// <remarks>Where the peer has reset the connection by now, the handler would fail to read its address, and leave the socket to the garbage collector.</remarks>
    private void Add(NetworkStream stream)
    {
        _opened.Add(stream.Socket.SafeHandle);
        try
        {
            _ = stream.Socket.RemoteEndPoint; // which the socket remembers
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
