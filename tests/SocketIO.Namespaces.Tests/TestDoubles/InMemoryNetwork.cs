using System.Collections.Concurrent;
using System.Threading.Channels;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.TestDoubles;

/// <summary>Connects clients to servers that a test plays by hand, without a socket: each dial gives the test the other end.</summary>
internal sealed class InMemoryNetwork : ITransportConnector
{
    private readonly Channel<InMemoryServer> _dialled = Channel.CreateUnbounded<InMemoryServer>();

    /// <summary>Decides about a dial: an exception to refuse it, a task to keep it waiting. Default: every dial succeeds at once.</summary>
    public Func<TransportKind, TransportRequest, CancellationToken, ValueTask<Exception?>> OnDial { get; set; } = static (_, _, _) => new((Exception?)null);

    /// <summary>Every dial so far, the refused ones too.</summary>
    public ConcurrentQueue<(TransportKind Kind, TransportRequest Request)> Dials { get; } = new();

    /// <summary>Refuses the dials of one kind.</summary>
    public void Refuse(TransportKind refused, Exception exception)
        => OnDial = (kind, _, _) => new(kind == refused ? exception : null);

    /// <summary>Waits for the next successful dial.</summary>
    public Task<InMemoryServer> AcceptAsync() => _dialled.Reader.ReadAsync().Within();

    /// <summary>The next successful dial, if there has been one.</summary>
    public InMemoryServer? TryAccept() => _dialled.Reader.TryRead(out var server) ? server : null;

    /// <summary>Waits for the next successful dial and opens the session.</summary>
    public async Task<InMemoryServer> AcceptSessionAsync()
    {
        var server = await AcceptAsync();
        server.SendHandshake();
        return server;
    }

    public async ValueTask<ITransport> ConnectAsync(TransportKind kind, TransportRequest request, CancellationToken cancellationToken)
    {
        Dials.Enqueue((kind, request));
        if (await OnDial(kind, request, cancellationToken) is { } refusal) throw refusal;
        var server = new InMemoryServer(kind, request);
        ITransport transport = kind == TransportKind.Polling ? new InMemoryPollingTransport(server) : new InMemoryTransport(server);
        await _dialled.Writer.WriteAsync(server, cancellationToken);
        return transport;
    }
}
