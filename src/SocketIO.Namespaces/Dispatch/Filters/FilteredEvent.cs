using System.Text.Json;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Dispatch.Filters;

/// <summary>One event on its way through the filters to its handler.</summary>
internal sealed class FilteredEvent : IncomingEventContext
{
    private readonly PacketSerializer _serializer;
    private readonly Func<ValueTask> _handle;
    private HandlerInvocation? _invocation;
    private IncomingArguments? _arguments;
    private Dictionary<object, object?>? _items;
    private object? _acknowledgement;
    private bool _isAnswered;
    private bool _isHandled;

    /// <param name="handler">What handles it.</param>
    /// <param name="invocation">The call.</param>
    /// <param name="serializer">Reads arguments and writes acknowledgements.</param>
    /// <param name="handle">Calls the handler.</param>
    public FilteredEvent(string handler, HandlerInvocation invocation, PacketSerializer serializer, Func<ValueTask> handle)
    {
        _invocation = invocation;
        _serializer = serializer;
        _handle = handle;
        Handler = handler;
        Namespace = invocation.Namespace;
        EventName = invocation.EventName;
        AcknowledgementRequested = invocation.AcknowledgementId is not null;
        CancellationToken = invocation.CancellationToken;
        invocation.Filtered = this;
    }

    public override string Namespace { get; }

    public override string EventName { get; }

    public override string Handler { get; }

    public override IList<JsonElement> Arguments => _arguments ??= new IncomingArguments(Invocation.Packet!, _serializer);

    public override bool AcknowledgementRequested { get; }

    public override object? Acknowledgement
    {
        get => _acknowledgement;
        set
        {
            _acknowledgement = value;
            _isAnswered = true;
        }
    }

    public override IServiceProvider Services => Invocation.Services is null ? NoServices.Instance : Invocation.BeginScope();

    public override CancellationToken CancellationToken { get; }

    public override IDictionary<object, object?> Items => _items ??= [];

    /// <summary>Whether it is known which span the event comes from.</summary>
    public bool HasParent => ParentContext != default;

    private HandlerInvocation Invocation => _invocation
        ?? throw new InvalidOperationException($"The handling of '{EventName}' is over: take what is needed of its context before the filter completes.");

    /// <summary>The handler returned a value.</summary>
    public void OnReturned(object? value) => _acknowledgement = value;

    public async ValueTask HandleAsync()
    {
        var invocation = Invocation;
        if (_isHandled)
            throw new InvalidOperationException($"An event filter called next twice for '{EventName}', but an event is handled once.");

        _isHandled = true;
        var received = invocation.Packet!;
        invocation.Packet = _arguments?.ToPacket() ?? received;
        try
        {
            await _handle().ConfigureAwait(false);
        }
        finally
        {
            if (invocation.Packet != received)
                invocation.Packet.Dispose();
            invocation.Packet = received;
        }
    }

    /// <summary>The filters are through: puts their acknowledgement, where they have set one, in place of the handler's.</summary>
    public void Complete()
    {
        if (!_isAnswered || Invocation.AcknowledgementId is not { } id)
            return;
        DropAcknowledgement();
        Invocation.Acknowledgement = _serializer.Ack(Namespace, id, _acknowledgement);
    }

    /// <summary>Forgets what was to be acknowledged.</summary>
    public void DropAcknowledgement()
    {
        Invocation.Acknowledgement?.Dispose();
        Invocation.Acknowledgement = null;
    }

    /// <summary>Lets go of the call.</summary>
    public void Close()
    {
        Invocation.Filtered = null;
        _invocation = null;
    }
}
