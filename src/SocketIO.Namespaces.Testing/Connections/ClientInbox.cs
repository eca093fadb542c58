using System.Text;
using System.Threading.Channels;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Testing.Connections;

/// <summary>Runs a namespace's handlers for one client: one at a time, in the order of the events.</summary>
internal sealed class ClientInbox(TestServerClient client, EventHandlers handlers, HandlerErrors errors, ServerContext context)
{
    private readonly Channel<IncomingPacket> _events = Channel.CreateBounded<IncomingPacket>(context.Options.MaxQueuedEvents);
    private DisconnectReason _reason;

    /// <summary>Puts an event in line; takes ownership of it.</summary>
    /// <returns>False if too many wait already, or the client has gone; the event remains the caller's.</returns>
    public bool TryAdd(IncomingPacket packet) => _events.Writer.TryWrite(packet);

    /// <summary>What waits still is handled, and then the end.</summary>
    public void Complete(DisconnectReason reason)
    {
        _reason = reason;
        _events.Writer.TryComplete();
    }

    public async Task RunAsync()
    {
        var joined = new ConnectInfo(client.Sid, IsReconnect: false, Recovered: false);
        await RunLifecycleAsync(EventNames.Connect, HandlerKind.Connect, joined).ConfigureAwait(false);
        await foreach (var packet in _events.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            using (packet)
                await RunAsync(packet).ConfigureAwait(false);
        }

        await RunLifecycleAsync(EventNames.Disconnect, HandlerKind.Disconnect, _reason).ConfigureAwait(false);
    }

    /// <summary>Calls a handler, and sends what it answers. Its failure is reported, and costs nobody else anything.</summary>
    public async Task InvokeAsync(HandlerMethod handler, HandlerInvocation invocation)
    {
        try
        {
            await CallAsync(handler, invocation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.Stopping.IsCancellationRequested)
        {
            return; // the handler heeded its token
        }
        catch (Exception exception)
        {
            errors.Report(new HandlerErrorContext(exception, invocation.Namespace, invocation.EventName, handler.DisplayName));
        }

        if (invocation.Acknowledgement is { } acknowledgement)
            client.TrySend(acknowledgement);
    }

    public HandlerInvocation Invocation(HandlerKind kind, string eventName, IncomingPacket? packet = null, object? lifecycle = null) => new()
    {
        Kind = kind,
        Namespace = client.Namespace,
        EventName = eventName,
        Packet = packet,
        Lifecycle = lifecycle,
        Emitter = client,
        Services = new ClientServices(client),
        CancellationToken = context.Stopping,
    };

    private async ValueTask CallAsync(HandlerMethod handler, HandlerInvocation invocation)
    {
        try
        {
            await handler.InvokeAsync(target: null, invocation).ConfigureAwait(false);
        }
        catch (EventException exception) when (invocation.AcknowledgementId is { } id)
        {
            invocation.Acknowledgement = context.Serializer.Ack(invocation.Namespace, id, exception.Acknowledgement);
        }
    }

    private async Task RunAsync(IncomingPacket packet)
    {
        if (context.Stopping.IsCancellationRequested)
            return;

        var eventName = Encoding.UTF8.GetString(packet.EventName);
        if (handlers.Find(eventName) is { } handler)
            await InvokeAsync(handler, Invocation(HandlerKind.Event, eventName, packet)).ConfigureAwait(false);
        else if (handlers.Find(EventNames.CatchAll) is { } catchAll)
            await InvokeAsync(catchAll, Invocation(HandlerKind.CatchAll, eventName, packet)).ConfigureAwait(false);
    }

    private async Task RunLifecycleAsync(string eventName, HandlerKind kind, object lifecycle)
    {
        if (handlers.Find(eventName) is { } handler)
            await InvokeAsync(handler, Invocation(kind, eventName, lifecycle: lifecycle)).ConfigureAwait(false);
    }

    private sealed class ClientServices(TestServerClient client) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(TestServerClient) ? client : null;
    }
}
