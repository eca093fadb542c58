using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Namespaces.Dispatch;

namespace SocketIO.Namespaces.Hosting.Registration;

/// <summary>A user's delegate whose parameters are values given at the call, by their type, and services.</summary>
/// <param name="target">The delegate.</param>
/// <param name="given">The types of the values given at the call.</param>
internal sealed class InjectedDelegate(Delegate target, params Type[] given)
{
    private readonly (ParameterInfo Info, Type Type)[] _parameters = [.. HandlerSignature.Of(target).Parameters];

    /// <summary>Finds the parameters that are neither given nor registered services, and have no default.</summary>
    /// <param name="owner">What messages call the delegate.</param>
    /// <param name="isService">Knows the services.</param>
    /// <returns>A sentence on each, with its fix.</returns>
    public IEnumerable<string> FindFaults(string owner, IServiceProviderIsService isService)
        => from parameter in _parameters
           where !given.Contains(parameter.Type) && !parameter.Info.HasDefaultValue && !IsService(parameter, isService)
           select $"{owner} has the parameter {parameter.Info.Name}, but {parameter.Type.Name} is not a registered service{Keyed(parameter.Info)}: register it.";

    /// <summary>Calls the delegate, and awaits what it returns if that can be awaited.</summary>
    /// <param name="services">Where the services are taken from.</param>
    /// <param name="values">The given values.</param>
    /// <returns>What the delegate, or its task, returned.</returns>
    public async ValueTask<object?> InvokeAsync(IServiceProvider services, params object[] values)
    {
        object?[] arguments = Array.ConvertAll(_parameters, parameter => Resolve(parameter, services, values));
        return await Awaited.ResultOfAsync(Invoke(arguments)).ConfigureAwait(false);
    }

    private object? Invoke(object?[] arguments)
    {
        try
        {
            return target.DynamicInvoke(arguments);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException);
            throw;
        }
    }

    private static object? Resolve((ParameterInfo Info, Type Type) parameter, IServiceProvider services, object[] values)
        => Array.Find(values, value => value.GetType() == parameter.Type)
            ?? Service(parameter, services)
            ?? (parameter.Info.HasDefaultValue
                ? parameter.Info.DefaultValue
                : throw new InvalidOperationException($"{parameter.Type.Name} is not a registered service{Keyed(parameter.Info)}."));

    private static object? Service((ParameterInfo Info, Type Type) parameter, IServiceProvider services)
        => KeyOf(parameter.Info) is { } key
            ? (services as IKeyedServiceProvider)?.GetKeyedService(parameter.Type, key)
            : services.GetService(parameter.Type);

    private static bool IsService((ParameterInfo Info, Type Type) parameter, IServiceProviderIsService isService)
        => KeyOf(parameter.Info) is { } key
            ? isService is not IServiceProviderIsKeyedService keyed || keyed.IsKeyedService(parameter.Type, key)
            : isService.IsService(parameter.Type);

    private static string Keyed(ParameterInfo parameter) => KeyOf(parameter) is { } key ? $" with the key '{key}'" : "";

    private static object? KeyOf(ParameterInfo parameter) => parameter.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key;
}
