namespace SocketIO.Namespaces;

/// <summary>How long, how often and with what to deliver a message; see <see cref="ISocketIOEmitter.DeliverAsync"/>.</summary>
public sealed record DeliveryOptions
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    /// <summary>How long to wait for the acknowledgement before the message is sent once more: above zero and at most 40 days, or
    /// <see cref="Timeout.InfiniteTimeSpan"/> to wait as long as the connection lasts. Default: null, <see cref="SocketIOClientOptions.AckTimeout"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in this range.</exception>
    public TimeSpan? AckTimeout
    {
        get;
        init => field = Checked(value);
    }

    /// <summary>How often to send the message at most: at least 1. What a lost connection had not yet taken does not count. Default: null, without limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? MaxAttempts
    {
        get;
        init
        {
            if (value is { } attempts)
                ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 1);
            field = value;
        }
    }

    /// <summary>How long to try altogether, the time in the queue and without a connection included: above zero and at most 40 days. Default: null, without
    /// limit, as is <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in this range.</exception>
    public TimeSpan? GiveUpAfter
    {
        get;
        init => field = Checked(value);
    }

    /// <summary>Whether to add an id to the message, a string, as its last argument: unlike any other message's, also of other processes, and the same each
    /// time the message is sent, so that the server can tell duplicates. Default: false.</summary>
    public bool MessageId { get; init; }

    private static TimeSpan? Checked(TimeSpan? value)
    {
        if (value is not { } time || time == Timeout.InfiniteTimeSpan)
            return value;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero, nameof(value));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, Longest, nameof(value));
        return value;
    }
}
