using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces.Hosting.Tests.Filters;

/// <summary>An example: logs what comes and goes.</summary>
internal sealed class LoggingFilter(ILogger<LoggingFilter> logger) : IEventFilter
{
    public async ValueTask OnEventAsync(IncomingEventContext context, Func<IncomingEventContext, ValueTask> next)
    {
        await next(context);
        logger.LogInformation("{Event} of {Namespace} was handled by {Handler}", context.EventName, context.Namespace, context.Handler);
    }

    public async ValueTask OnEmitAsync(OutgoingEventContext context, Func<OutgoingEventContext, ValueTask> next)
    {
        await next(context);
        logger.LogInformation("{Event} was emitted on {Namespace} with {Count} arguments", context.EventName, context.Namespace, context.Arguments.Count);
    }
}
