using System.Collections.Concurrent;

namespace SocketIO.Namespaces.Hosting.Tests.Filters;

/// <summary>An example: measures how long handlers and calls take.</summary>
internal sealed class TimingFilter(TimeProvider time, Timings timings) : IEventFilter
{
    public async ValueTask OnEventAsync(IncomingEventContext context, Func<IncomingEventContext, ValueTask> next)
    {
        long began = time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            timings.Add($"handling {context.EventName}", time.GetElapsedTime(began));
        }
    }

    public async ValueTask OnEmitAsync(OutgoingEventContext context, Func<OutgoingEventContext, ValueTask> next)
    {
        long began = time.GetTimestamp();
        await next(context);
        if (context.AcknowledgementRequested)
            timings.Add($"calling {context.EventName}", time.GetElapsedTime(began));
    }
}

internal sealed class Timings
{
    private readonly ConcurrentDictionary<string, TimeSpan> _times = [];

    public TimeSpan this[string what] => _times[what];

    public void Add(string what, TimeSpan time) => _times[what] = time;
}
