using System.Net;
using System.Net.Sockets;

namespace SocketIO.Namespaces.Benchmarks.Server;

/// <summary>A bare Socket.IO server on loopback that does as little as it can, so that the client under test is the bottleneck.</summary>
internal sealed class FloodServer : IDisposable
{
    private const int Backlog = 1024;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly FloodSessions _sessions = new();

    public FloodServer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(Backlog);
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}");

    /// <summary>Serves until it is disposed.</summary>
    public async Task RunAsync()
    {
        _ = _sessions.PingAsync();
        while (true)
            _ = ServeAsync(await _listener.AcceptAsync());
    }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            socket.NoDelay = true;
            try
            {
                await new HttpConnection(socket, _sessions).RunAsync();
            }
            catch (SocketException exception)
            {
                Debug.WriteLine(exception);
            }
            catch (Exception exception)
            {
                await Console.Error.WriteLineAsync(exception.ToString());
            }
        }
    }
}
