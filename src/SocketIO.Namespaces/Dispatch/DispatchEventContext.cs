using System.Text.Json;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>The <see cref="EventContext"/> of one call. The arguments are read when first asked for, which must be while the handler runs:
/// after that their memory belongs to another packet.</summary>
internal sealed class DispatchEventContext : EventContext
{
    private readonly Lock _gate = new();
    private readonly PacketSerializer _serializer;
    private readonly int _firstArgument;
    private IncomingPacket? _packet;
    private IReadOnlyList<JsonElement>? _arguments;

    private DispatchEventContext(HandlerInvocation invocation, PacketSerializer serializer)
    {
        _serializer = serializer;
        _packet = invocation.Packet;
        _arguments = _packet is null ? [] : null;
        _firstArgument = invocation.FirstArgument;
        Namespace = invocation.Namespace;
        EventName = invocation.EventName;
        Attachments = invocation.Packet?.Attachments ?? [];
        AcknowledgementRequested = invocation.AcknowledgementId is not null;
        Emitter = invocation.Emitter;
        Services = invocation.Services ?? NoServices.Instance;
        CancellationToken = invocation.CancellationToken;
    }

    public override string Namespace { get; }

    public override string EventName { get; }

    public override IReadOnlyList<JsonElement> Arguments
    {
        get
        {
            lock (_gate)
                return _arguments ??= ReadArguments();
        }
    }

    public override IReadOnlyList<byte[]> Attachments { get; }

    public override bool AcknowledgementRequested { get; }

    public override ISocketIOEmitter Emitter { get; }

    public override IServiceProvider Services { get; }

    public override CancellationToken CancellationToken { get; }

    /// <summary>The context of a call, made by the first parameter that asks for it.</summary>
    public static DispatchEventContext Of(HandlerInvocation invocation, PacketSerializer serializer)
        => invocation.Context ??= new DispatchEventContext(invocation, serializer);

    /// <summary>Lets go of the packet: the handler has completed.</summary>
    public void Close()
    {
        lock (_gate)
            _packet = null;
    }

    private JsonElement[] ReadArguments()
    {
        var packet = _packet
            ?? throw new InvalidOperationException("The event's arguments can be read from its context only while its handler runs. Read them there, once, to keep them.");
        var arguments = new JsonElement[Math.Max(0, packet.ElementCount - _firstArgument)];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = _serializer.Read<JsonElement>(packet, _firstArgument + i);
        return arguments;
    }
}
