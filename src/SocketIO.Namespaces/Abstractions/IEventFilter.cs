namespace SocketIO.Namespaces;

/// <summary>Code around every event that arrives and every one that is emitted: for logging, validation, timing and the like.</summary>
/// <remarks>
/// <para>Filters form a pipeline: the first one added is the outermost. Each calls <c>next</c> once to go on, does what it likes before and after, and may leave
/// <c>next</c> out, which ends the matter there. One instance serves all events, at once too; so it keeps what belongs to one event in local variables.</para>
/// <para>Only events with a handler get here: not <c>connect</c>, <c>disconnect</c> and <c>connect_error</c>, nor what nobody handles. Observers and streams
/// see what arrives before the filters do, and what is emitted behind them.</para>
/// </remarks>
public interface IEventFilter
{
    /// <summary>An event has arrived and is about to be handled.</summary>
    /// <param name="context">The event. Its arguments can be changed before <paramref name="next"/>, its acknowledgement at any time.</param>
    /// <param name="next">The filters behind, and then the handler; completes when the handler has, and throws what it throws. Left out, nothing handles the event,
    /// and it is acknowledged only if <see cref="IncomingEventContext.Acknowledgement"/> is set.</param>
    /// <returns>Completes when the filter is through. What is thrown counts as thrown by the handler.</returns>
    ValueTask OnEventAsync(IncomingEventContext context, Func<IncomingEventContext, ValueTask> next) => next(context);

    /// <summary>An event is about to be emitted, whichever way: by an emit, a send, a call or a delivery.</summary>
    /// <param name="context">The event. Its arguments can be changed before <paramref name="next"/>.</param>
    /// <param name="next">The filters behind, and then the emit; completes as what was asked for does: an emit when it has its place in the outbox, a call with its
    /// answer, a delivery with its outcome. Calling it again sends again. Left out, nothing is sent: an emit ends quietly, its callback is never called, a call fails
    /// with a <see cref="SocketIOException"/>, a delivery ends as <see cref="Delivery.NotSent"/>.</param>
    /// <returns>Completes when the filter is through. What is thrown goes to who emits.</returns>
    ValueTask OnEmitAsync(OutgoingEventContext context, Func<OutgoingEventContext, ValueTask> next) => next(context);
}
