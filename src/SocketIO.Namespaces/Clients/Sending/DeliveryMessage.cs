using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Sending;

/// <summary>A message that is sent until it is acknowledged, and what is known of it. Its acknowledgement has one id for all attempts: a late answer
/// counts as well.</summary>
internal sealed class DeliveryMessage : PendingAck
{
    private readonly TaskCompletionSource<Delivery> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isInFlight;
    private volatile bool _mayHaveArrived;

    public DeliveryMessage(string eventName, OutgoingPacket packet, DeliveryOptions options, Action<DeliveryMessage> onAcknowledged)
        : base(eventName)
    {
        Packet = packet;
        Options = options;
        OnAcknowledged = onAcknowledged;
        Node = new LinkedListNode<DeliveryMessage>(this);
    }

    /// <summary>What to send copies of.</summary>
    public OutgoingPacket Packet { get; }

    public long AckId => Packet.Origin.AckId!.Value;

    public DeliveryOptions Options { get; }

    /// <summary>Its place in the queue.</summary>
    public LinkedListNode<DeliveryMessage> Node { get; }

    /// <summary>How often it was handed to a transport, as far as is known.</summary>
    public int Attempts { get; private set; }

    /// <summary>Completes when nothing more will be done about it.</summary>
    public Task<Delivery> Outcome => _outcome.Task;

    /// <summary>Completes when the connection that the last attempt went to is lost.</summary>
    public Task Lost => _lost.Task;

    /// <summary>What is known, short of an acknowledgement.</summary>
    public Delivery Known => _isInFlight || _mayHaveArrived ? Delivery.Unknown : Delivery.NotSent;

    private Action<DeliveryMessage> OnAcknowledged { get; }

    /// <summary>It is about to be sent.</summary>
    public void BeginAttempt()
    {
        if (_lost.Task.IsCompleted)
            _lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _isInFlight = true;
        Attempts++;
    }

    /// <summary>It was not sent after all.</summary>
    public void WithdrawAttempt()
    {
        _isInFlight = false;
        Attempts--;
    }

    /// <summary>No acknowledgement has come in time.</summary>
    public void OnTimeout() => _mayHaveArrived = true;

    public override void Complete(IncomingPacket packet)
    {
        packet.Dispose();
        OnAcknowledged(this);
    }

    public override void Fail(SocketIOException reason)
    {
        if (reason.Delivery == Delivery.NotSent)
            Attempts--;
        else
            _mayHaveArrived = true;
        _isInFlight = false;
        _lost.TrySetResult();
    }

    public void End(Delivery outcome) => _outcome.TrySetResult(outcome);

    public void Cancel(CancellationToken cancellationToken) => _outcome.TrySetCanceled(cancellationToken);

    public void Fault(Exception failure) => _outcome.TrySetException(failure);
}
