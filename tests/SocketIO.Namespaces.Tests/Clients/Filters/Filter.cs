namespace SocketIO.Namespaces.Tests.Clients.Filters;

/// <summary>A filter made of what a test says; it does nothing else.</summary>
internal sealed class Filter : IEventFilter
{
    public Func<IncomingEventContext, Func<IncomingEventContext, ValueTask>, ValueTask> OnEvent { get; init; } = (context, next) => next(context);

    public Func<OutgoingEventContext, Func<OutgoingEventContext, ValueTask>, ValueTask> OnEmit { get; init; } = (context, next) => next(context);

    public ValueTask OnEventAsync(IncomingEventContext context, Func<IncomingEventContext, ValueTask> next) => OnEvent(context, next);

    public ValueTask OnEmitAsync(OutgoingEventContext context, Func<OutgoingEventContext, ValueTask> next) => OnEmit(context, next);
}
