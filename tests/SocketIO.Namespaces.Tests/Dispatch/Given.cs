using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Dispatch;

/// <summary>Real packets, and handlers called with them.</summary>
internal static class Given
{
    public static readonly PacketSerializer Serializer = new(userOptions: null, new SocketIOLimits());

    public static BindingContext Context(IServiceProvider? services = null, JsonSerializerOptions? options = null)
        => new(options is null ? Serializer : new PacketSerializer(options, new SocketIOLimits()), services?.GetRequiredService<IServiceProviderIsService>());

    /// <summary>An event as a server writes it, such as <c>2["join","lobby"]</c>; with an id it asks for an acknowledgement.</summary>
    public static IncomingPacket Packet(string text, params byte[][] attachments)
    {
        using var decoder = new PacketDecoder(new SocketIOLimits());
        var packet = decoder.DecodeText(Encoding.UTF8.GetBytes(text));
        foreach (var attachment in attachments)
            packet = decoder.DecodeBinary(attachment);
        return packet!;
    }

    /// <summary>An event as our own emits write it.</summary>
    public static IncomingPacket Emitted(string eventName, object? data, long? id = null)
    {
        using var sent = Serializer.Event("/", new Emission(eventName, data), id);
        using var decoder = new PacketDecoder(new SocketIOLimits());
        return decoder.Decode(sent);
    }

    public static HandlerInvocation Invocation(
        IncomingPacket? packet, HandlerKind kind = HandlerKind.Event, IServiceProvider? services = null, object? lifecycle = null, CancellationToken cancellationToken = default)
        => new()
        {
            Kind = kind,
            Namespace = "/",
            EventName = packet is null ? kind.ToString() : Encoding.UTF8.GetString(packet.EventName),
            Packet = packet,
            Lifecycle = lifecycle,
            Emitter = new SilentEmitter(),
            Services = services,
            CancellationToken = cancellationToken,
        };

    /// <summary>Compiles a standalone handler and calls it once.</summary>
    /// <returns>The acknowledgement's text; null where there is none.</returns>
    public static async Task<string?> CallAsync(Delegate handler, string packet, HandlerKind kind = HandlerKind.Event, IServiceProvider? services = null)
    {
        using var received = Packet(packet);
        var invocation = Invocation(received, kind, services);
        await HandlerMethod.Compile(handler, kind, Context(services)).InvokeAsync(target: null, invocation);
        return Text(invocation.Acknowledgement);
    }

    /// <summary>Compiles a lifecycle handler and calls it once.</summary>
    public static async Task CallAsync(Delegate handler, HandlerKind kind, object lifecycle)
        => await HandlerMethod.Compile(handler, kind, Context()).InvokeAsync(target: null, Invocation(packet: null, kind, lifecycle: lifecycle));

    /// <summary>What is on the wire; the packet is given back.</summary>
    public static string? Text(OutgoingPacket? packet)
    {
        using (packet)
            return packet is null ? null : Encoding.UTF8.GetString(packet.Text.Span);
    }

    /// <summary>Why a handler could not be called with a packet.</summary>
    public static async Task<HandlerBindingException> RefusalAsync(
        Delegate handler, string packet, HandlerKind kind = HandlerKind.Event, IServiceProvider? services = null)
    {
        try
        {
            await CallAsync(handler, packet, kind, services);
        }
        catch (HandlerBindingException exception)
        {
            return exception;
        }

        throw new AssertionException("The handler was called.");
    }

    /// <summary>Why a delegate cannot be a handler.</summary>
    public static string FaultsOf(Delegate handler, HandlerKind kind = HandlerKind.Event, IServiceProvider? services = null)
    {
        try
        {
            HandlerMethod.Compile(handler, kind, Context(services));
        }
        catch (ArgumentException exception)
        {
            return exception.Message;
        }

        throw new AssertionException("The delegate was taken for a handler.");
    }

    private sealed class SilentEmitter : SocketIOEmitter
    {
        public override string Namespace => "/";

        public override bool IsConnected => true;

        internal override ValueTask EmitCoreAsync(Emission emission, CancellationToken cancellationToken) => default;

        internal override Task CallCoreAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken) => Task.CompletedTask;

        internal override Task<TResult> CallCoreAsync<TResult>(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
            => throw new NotSupportedException();
    }
}
