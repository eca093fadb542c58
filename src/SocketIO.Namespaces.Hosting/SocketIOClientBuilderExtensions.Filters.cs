using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SocketIO.Namespaces;
using SocketIO.Namespaces.Hosting.Filters;

namespace Microsoft.Extensions.DependencyInjection;

public static partial class SocketIOClientBuilderExtensions
{
    /// <summary>Puts a filter around each event that arrives and each emit. The first one added is the outermost.</summary>
    /// <remarks>The container makes it, with what its constructor takes: once, unless you register the class as scoped or transient. Then each event that arrives, and
    /// each emit, takes it from its own services.</remarks>
    /// <typeparam name="TFilter">The filter.</typeparam>
    /// <param name="builder">The client.</param>
    public static ISocketIOClientBuilder AddEventFilter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFilter>(
        this ISocketIOClientBuilder builder)
        where TFilter : class, IEventFilter
    {
        IServiceCollection services = builder.Services;
        services.TryAddSingleton(FilterRegistration<TFilter>.MakeOnce);
        services.AddSingleton<IConfigureOptions<SocketIOClientOptions>>(Create);
        services.AddSingleton<IValidateOptions<SocketIOClientOptions>>(Create);
        return builder;

        FilterRegistration<TFilter> Create(IServiceProvider provider) => ActivatorUtilities.CreateInstance<FilterRegistration<TFilter>>(
            provider, builder.Name, services.Last(service => service.ServiceType == typeof(TFilter) && !service.IsKeyedService));
    }
}
