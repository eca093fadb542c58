using System.Diagnostics;
using System.Text.Json;

namespace SocketIO.Namespaces;

/// <summary>Carries the trace from one end to the other: appends the current span's <c>traceparent</c> (W3C Trace Context) to each emit as its last argument, and takes
/// one off each event that has it there, so that the span of its handling is a child of the span that it was emitted in.</summary>
/// <remarks>The server has to do likewise: its handlers get one argument more. Nothing is appended where there is no current span, so a server must not rely on it; and
/// no argument is taken off that is not a <c>traceparent</c>. What a handler does belongs to the trace even where nobody listens to the client's own spans.</remarks>
public sealed class TraceContextFilter : IEventFilter
{
    /// <inheritdoc/>
    public ValueTask OnEventAsync(IncomingEventContext context, Func<IncomingEventContext, ValueTask> next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var arguments = context.Arguments;
        if (arguments.Count > 0 && arguments[^1] is { ValueKind: JsonValueKind.String } last
            && ActivityContext.TryParse(last.GetString(), traceState: null, isRemote: true, out var parent))
        {
            arguments.RemoveAt(arguments.Count - 1);
            context.ParentContext = parent;
        }

        return next(context);
    }

    /// <inheritdoc/>
    public ValueTask OnEmitAsync(OutgoingEventContext context, Func<OutgoingEventContext, ValueTask> next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } traceParent })
            context.Arguments.Add(traceParent);
        return next(context);
    }
}
