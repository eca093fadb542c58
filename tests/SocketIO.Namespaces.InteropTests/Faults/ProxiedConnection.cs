using System.Net;
using System.Net.Sockets;

namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>One connection of a client through a <see cref="FaultProxy"/>.</summary>
internal sealed class ProxiedConnection(Socket client, FaultProxy proxy)
{
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it has been cut or reset.</summary>
    public Task Closed => _closed.Task;

    public async Task RunAsync(IPEndPoint server)
    {
        client.NoDelay = _server.NoDelay = true;
        try
        {
            await _server.ConnectAsync(server);
            await Task.WhenAll(PumpAsync(proxy.ToServer, client, _server), PumpAsync(proxy.ToClient, _server, client));
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            Reset(); // nobody listens
        }
        finally
        {
            client.Dispose();
            _server.Dispose();
        }
    }

    public void Cut() => Cut(default);

    /// <summary>Gives the client some last data, and closes.</summary>
    public void Cut(ReadOnlyMemory<byte> lastWords)
    {
        if (!_closed.TrySetResult())
            return;
        try
        {
            client.Send(lastWords.Span);
            client.Shutdown(SocketShutdown.Both); // and not Dispose, which resets a socket that is being read
            _server.Shutdown(SocketShutdown.Both);
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            client.Dispose();
            _server.Dispose();
        }
    }

    public void Reset()
    {
        if (!_closed.TrySetResult())
            return;
        foreach (var socket in (Socket[])[client, _server])
        {
            ResetOnClose(socket);
            socket.Dispose();
        }
    }

    private static void ResetOnClose(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            return; // it is closed already
        }
    }

    private static bool IsEnd(Exception exception) => exception is SocketException or ObjectDisposedException;

    private async Task PumpAsync(FaultyFlow flow, Socket from, Socket to)
    {
        try
        {
            await flow.PumpAsync(from, to, this);
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            await flow.WhenOpenAsync(this);
            Reset(); // as one end did, unless the test was faster
        }
    }
}
