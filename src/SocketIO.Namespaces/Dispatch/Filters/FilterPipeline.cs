namespace SocketIO.Namespaces.Dispatch.Filters;

/// <summary>A client's filters, one around the other.</summary>
internal sealed class FilterPipeline
{
    private readonly Func<IncomingEventContext, ValueTask> _onEvent = static context => ((FilteredEvent)context).HandleAsync();
    private readonly Func<OutgoingEventContext, ValueTask> _onEmit = static context => ((FilteredEmit)context).SendAsync();

    private FilterPipeline(IEnumerable<IEventFilter> filters)
    {
        foreach (var filter in filters.Reverse())
        {
            var (nextOnEvent, nextOnEmit) = (_onEvent, _onEmit);
            _onEvent = context => filter.OnEventAsync(context, nextOnEvent);
            _onEmit = context => filter.OnEmitAsync(context, nextOnEmit);
        }
    }

    /// <summary>The pipeline of some filters, the outermost first; null for none, so that it costs nothing.</summary>
    public static FilterPipeline? Create(IReadOnlyCollection<IEventFilter> filters) => filters.Count == 0 ? null : new FilterPipeline(filters);

    /// <summary>Takes an event through the filters to its handler.</summary>
    public ValueTask RunAsync(FilteredEvent handled) => _onEvent(handled);

    /// <summary>Takes an event through the filters to where it is sent.</summary>
    /// <returns>Whether it got there.</returns>
    public async ValueTask<bool> RunAsync(FilteredEmit emit)
    {
        await using (emit.ConfigureAwait(false))
        {
            await _onEmit(emit).ConfigureAwait(false);
            return emit.IsSent;
        }
    }
}
