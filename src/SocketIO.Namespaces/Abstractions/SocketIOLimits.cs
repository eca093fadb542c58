namespace SocketIO.Namespaces;

/// <summary>Bounds on what a peer, or a burst of work, can make a client hold. A peer that exceeds one gets its connection closed with
/// <see cref="DisconnectReason.ParseError"/>; a caller gets an exception, or waits.</summary>
/// <remarks>Numbers are above zero. Each time a limit is reached counts in the metric <c>socketio.client.limits.reached</c>, under the limit's name.</remarks>
public sealed class SocketIOLimits
{
    /// <summary>The largest message accepted from the server, in bytes; for polling, of one response. Default: 64 MiB.</summary>
    public int MessageBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The most attachments in one incoming packet. Default: 256.</summary>
    public int Attachments { get; set; } = 256;

    /// <summary>The most bytes in the attachments of one incoming packet together. Default: 64 MiB.</summary>
    public int AttachmentBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How long the attachments of one incoming packet may take to come. Above zero and at most a day, or <see cref="Timeout.InfiniteTimeSpan"/> for
    /// no limit. Default: 60 seconds.</summary>
    public TimeSpan AttachmentTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The most bytes in the headers of one HTTP response, rounded up to whole KiB. Default: 64 KiB.</summary>
    public int ResponseHeaderBytes { get; set; } = 64 * 1024;

    /// <summary>How deep incoming JSON may nest. Default: 64.</summary>
    public int JsonDepth { get; set; } = 64;

    /// <summary>The events that may wait for one namespace's handlers before reading from the connection pauses, or events are
    /// dropped (<see cref="SocketIOClientOptions.InboxFullMode"/>). Default: 4,096.</summary>
    public int InboxEvents { get; set; } = 4096;

    /// <summary>The bytes of events that may wait for one namespace's handlers; past them the connection ends with
    /// <see cref="DisconnectReason.InboxOverflow"/>, or events are dropped (<see cref="SocketIOClientOptions.InboxFullMode"/>). Default: 64 MiB.</summary>
    public int InboxBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The events that may wait for one observer; past them it loses the oldest. Default: 1,000.</summary>
    public int ObserverEvents { get; set; } = 1000;

    /// <summary>The bytes of events that may wait for one observer; past them it loses the oldest. Default: 16 MiB.</summary>
    public int ObserverBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>The packets that may wait to be written to the connection; past them an emit waits for room. Default: 1,000.</summary>
    public int OutboxPackets { get; set; } = 1000;

    /// <summary>The bytes that may wait to be written to the connection; past them an emit waits for room. Default: 16 MiB.</summary>
    public int OutboxBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>The emits one namespace buffers while there is no connection; past them an emit fails with <see cref="SocketIOException"/>. Default: 10,000.</summary>
    public int BufferedEmits { get; set; } = 10_000;

    /// <summary>The bytes of emits one namespace buffers while there is no connection; past them an emit fails with <see cref="SocketIOException"/>. Default: 16 MiB.</summary>
    public int BufferedEmitBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>The acknowledgements that calls and callbacks may await at once in one namespace; past them the next one fails with
    /// <see cref="SocketIOException"/>. Default: 100,000.</summary>
    public int PendingCalls { get; set; } = 100_000;

    /// <summary>The messages of <see cref="ISocketIOEmitter.DeliverAsync"/> that may wait at once in one namespace; past them a delivery
    /// fails with <see cref="SocketIOException"/>. Default: 10,000.</summary>
    public int PendingDeliveries { get; set; } = 10_000;

    /// <summary>The bytes of messages of <see cref="ISocketIOEmitter.DeliverAsync"/> that may wait at once in one namespace; past them a
    /// delivery fails with <see cref="SocketIOException"/>. Default: 16 MiB.</summary>
    public int PendingDeliveryBytes { get; set; } = 16 * 1024 * 1024;
}
