using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Namespaces.Hosting.Registration;

/// <summary>A user's delegate whose parameters are values given at the call, by their type, and services.</summary>
/// <param name="target">The delegate.</param>
/// <param name="given">The types of the values given at the call.</param>
internal sealed class InjectedDelegate(Delegate target, params Type[] given)
{
    private readonly ParameterInfo[] _parameters = target.Method.GetParameters();

    /// <summary>Finds the parameters that are neither given nor registered services.</summary>
    /// <param name="owner">What messages call the delegate.</param>
    /// <param name="isService">Knows the services.</param>
    /// <returns>A sentence on each, with its mend.</returns>
    public IEnumerable<string> FindFaults(string owner, IServiceProviderIsService isService)
        => _parameters.Where(parameter => !given.Contains(parameter.ParameterType) && !IsService(parameter, isService)).Select(parameter =>
            $"{owner} has the parameter {parameter.Name}, but {parameter.ParameterType.Name} is not a registered service{Keyed(parameter)}: register it.");

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

    private static object? Resolve(ParameterInfo parameter, IServiceProvider services, object[] values)
        => Array.Find(values, value => value.GetType() == parameter.ParameterType)
            ?? (KeyOf(parameter) is { } key
                ? services.GetRequiredKeyedService(parameter.ParameterType, key)
                : services.GetRequiredService(parameter.ParameterType));

    private static bool IsService(ParameterInfo parameter, IServiceProviderIsService isService)
        => KeyOf(parameter) is { } key
            ? isService is not IServiceProviderIsKeyedService keyed || keyed.IsKeyedService(parameter.ParameterType, key)
            : isService.IsService(parameter.ParameterType);

    private static string Keyed(ParameterInfo parameter) => KeyOf(parameter) is { } key ? $" with the key '{key}'" : "";

    private static object? KeyOf(ParameterInfo parameter) => parameter.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key;
}
