using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Namespaces.Hosting.Filters;

/// <summary>Stands for a filter that the container makes: once, when it is first needed, so that it may depend on emitters; or from the services of each event, where it is
/// registered as scoped or transient.</summary>
/// <param name="services">Has the only one.</param>
/// <param name="isSingleton">Whether there is only one.</param>
internal sealed class InjectedFilter<TFilter>(IServiceProvider services, bool isSingleton) : IEventFilter
    where TFilter : class, IEventFilter
{
    private TFilter? _only;

    public ValueTask OnEventAsync(IncomingEventContext context, Func<IncomingEventContext, ValueTask> next)
        => (Only ?? context.Services.GetRequiredService<TFilter>()).OnEventAsync(context, next);

    public ValueTask OnEmitAsync(OutgoingEventContext context, Func<OutgoingEventContext, ValueTask> next)
        => (Only ?? context.Services.GetRequiredService<TFilter>()).OnEmitAsync(context, next);

    private TFilter? Only => isSingleton ? _only ??= services.GetRequiredService<TFilter>() : null;
}
