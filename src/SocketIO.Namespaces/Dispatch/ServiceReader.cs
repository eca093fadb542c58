using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>Resolves a parameter's service.</summary>
internal sealed class ServiceReader<T>(HandlerParameter parameter)
    where T : notnull
{
    private readonly bool _isKeyed = parameter.Source is ParameterSource.KeyedService;
    private readonly object? _key = parameter.Key;

    public T Read(HandlerInvocation invocation)
    {
        if (invocation.Services is not { } services)
            throw new HandlerBindingException($"{parameter} is a service, but the event came without services to resolve it from.");

        object? service = _isKeyed ? services.GetKeyedService(parameter.Type, _key) : services.GetService(parameter.Type);
        return service is T found ? found : throw new HandlerBindingException($"{parameter} is a service, but none is registered.");
    }
}
