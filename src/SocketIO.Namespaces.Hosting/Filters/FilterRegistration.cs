using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SocketIO.Namespaces.Hosting.Registration;

namespace SocketIO.Namespaces.Hosting.Filters;

/// <summary>Adds a filter to a client's options, and checks that the container can make it.</summary>
internal sealed class FilterRegistration<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFilter>(
    string client, ServiceDescriptor filter, IServiceProvider services, ConstructorInspector inspector)
    : IConfigureNamedOptions<SocketIOClientOptions>, IValidateOptions<SocketIOClientOptions>
    where TFilter : class, IEventFilter
{
    /// <summary>Makes the only one, where the user has not registered the class. A registration that follows, such as a scoped one, goes before it, and containers
    /// that check all registrations find no fault with it.</summary>
    public static readonly Func<IServiceProvider, TFilter> MakeOnce = static services => ActivatorUtilities.CreateInstance<TFilter>(services);

    private readonly bool _isSingleton = filter.Lifetime == ServiceLifetime.Singleton;

    private static string InsteadOfScoped
        => $"register the filter as scoped, by services.AddScoped<{typeof(TFilter).Name}>(), or take the service from context.Services.";

    public void Configure(SocketIOClientOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, SocketIOClientOptions options)
    {
        if (name == client)
            options.EventFilters.Add(new InjectedFilter<TFilter>(services, _isSingleton));
    }

    public ValidateOptionsResult Validate(string? name, SocketIOClientOptions options)
    {
        if (name != client || TypeToMake is not { } type || inspector.FindFaults(type, _isSingleton ? InsteadOfScoped : null) is not { Count: > 0 } faults)
            return ValidateOptionsResult.Success;
        return ValidateOptionsResult.Fail(faults.Select(fault => $"The event filter {type.Name} of {ClientLabel.Of(client)} cannot be made: {fault}"));
    }

    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
    private Type? TypeToMake => filter.ImplementationFactory is { } factory && factory.Equals(MakeOnce) ? typeof(TFilter) : filter.ImplementationType;
}
