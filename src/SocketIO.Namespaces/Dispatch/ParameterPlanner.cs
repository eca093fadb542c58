using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>Decides where the value of each parameter of one handler comes from.</summary>
internal sealed class ParameterPlanner(MethodInfo method, HandlerKind kind, IServiceProviderIsService? services, ICollection<string> faults)
{
    private readonly string _handler = HandlerName.Of(method);
    private readonly List<HandlerParameter> _plan = [];
    private bool _nameIsDue = kind is HandlerKind.CatchAll;
    private int _arguments;

    public IReadOnlyList<HandlerParameter> Plan(IEnumerable<(ParameterInfo Info, Type Type)> parameters)
    {
        foreach (var (info, type) in parameters)
        {
            if (SourceOf(info, type) is not { } source)
                continue;
            var position = source is ParameterSource.Argument or ParameterSource.RemainingArguments ? _arguments++ : -1;
            _plan.Add(new HandlerParameter(_handler, info, type, source, position));
        }

        return _plan;
    }

    private ParameterSource? SourceOf(ParameterInfo info, Type type)
    {
        if (type.IsByRef)
            return Fault(info, type, "is passed by reference, but nobody takes back what is written to it: take it by value.");
        if (type.IsPointer || type.IsFunctionPointer || type.IsByRefLike)
            return Fault(info, type, "cannot outlive the call that makes it: take an array, a string or another type that can be kept.");
        if (type == typeof(CancellationToken))
            return ParameterSource.CancellationToken;
        if (type == typeof(EventContext))
            return ParameterSource.Context;

        var isArgument = Has<FromEventAttribute>(info);
        var isInjected = Has<InjectedAttribute>(info);
        var keyed = info.GetCustomAttribute<FromKeyedServicesAttribute>();
        if (isArgument && (isInjected || keyed is not null))
            return Fault(info, type, "is marked as an argument and as a service: keep one of the attributes.");
        if (keyed is not null)
            return Keyed(info, type, keyed);
        if (isInjected)
            return Injected(info, type);
        if (LifecycleType(kind) is { } given)
            return Lifecycle(info, type, given, isArgument);
        return Event(info, type, isArgument);
    }

    private ParameterSource? Injected(ParameterInfo info, Type type)
    {
        if (services is null)
            return NoServices(info, type);
        return services.IsService(type)
            ? ParameterSource.Service
            : Fault(info, type, $"is to be injected, but {TypeName.Of(type)} is not registered: register it, or drop the attribute to take an argument.");
    }

    private ParameterSource? Keyed(ParameterInfo info, Type type, FromKeyedServicesAttribute attribute)
    {
        switch (attribute.LookupMode)
        {
            case ServiceKeyLookupMode.NullKey:
                return Injected(info, type);
            case ServiceKeyLookupMode.InheritKey:
                return Fault(info, type, "has [FromKeyedServices] without a key, but there is none to inherit: name the key.");
        }

        if (services is null)
            return NoServices(info, type);
        return services is not IServiceProviderIsKeyedService keyedServices || keyedServices.IsKeyedService(type, attribute.Key)
            ? ParameterSource.KeyedService
            : Fault(info, type, $"is to be injected, but {TypeName.Of(type)} is not registered with the key '{attribute.Key}': register it with AddKeyed….");
    }

    private ParameterSource? Lifecycle(ParameterInfo info, Type type, Type given, bool isArgument)
    {
        if ((Nullable.GetUnderlyingType(type) ?? type) == given)
            return ParameterSource.Lifecycle;
        if (!isArgument && ServiceTypes.IsInjected(type, services))
            return ParameterSource.Service;
        return Fault(info, type, $"cannot be given: {KindName(kind)} may take {TypeName.Of(given)}, CancellationToken, EventContext and registered services.");
    }

    private ParameterSource? Event(ParameterInfo info, Type type, bool isArgument)
    {
        if (!isArgument && LifecycleKind(Nullable.GetUnderlyingType(type) ?? type) is { } meant)
            return Fault(info, type, $"is given to {KindName(meant)} only: handle that, or mark the parameter [FromEvent] if the server sends one.");
        if (!isArgument && ServiceTypes.IsInjected(type, services))
            return ParameterSource.Service;
        if (typeof(Delegate).IsAssignableFrom(type))
            return Fault(info, type, "cannot be received: a handler acknowledges by what it returns, not through a callback.");

        var isParams = Has<ParamArrayAttribute>(info);
        if (_nameIsDue)
        {
            _nameIsDue = false;
            return type == typeof(string)
                ? ParameterSource.EventName
                : Fault(info, type, "comes first, where a catch-all is given the event's name: put a string before it.");
        }

        if (Has<ParamCollectionAttribute>(info))
            return Fault(info, type, "takes the remaining arguments, which works with arrays only: make it a params array.");
        return isParams ? ParameterSource.RemainingArguments : ParameterSource.Argument;
    }

    private ParameterSource? NoServices(ParameterInfo info, Type type)
        => Fault(info, type, "is to be injected, but the client has no services: set SocketIOClientOptions.Services, or host it with AddSocketIOClient.");

    private ParameterSource? Fault(ParameterInfo info, Type type, string fault)
    {
        faults.Add($"{HandlerName.WithParameters(method)}: parameter '{HandlerParameter.NameOf(info)}' ({TypeName.Of(type)}) {fault}");
        return null;
    }

    private static bool Has<TAttribute>(ParameterInfo info)
        where TAttribute : Attribute
        => info.GetCustomAttribute<TAttribute>() is not null;

    private static Type? LifecycleType(HandlerKind kind) => kind switch
    {
        HandlerKind.Connect => typeof(ConnectInfo),
        HandlerKind.ConnectError => typeof(ConnectError),
        HandlerKind.Disconnect => typeof(DisconnectReason),
        _ => null,
    };

    private static HandlerKind? LifecycleKind(Type type)
        => type == typeof(ConnectInfo) ? HandlerKind.Connect
            : type == typeof(ConnectError) ? HandlerKind.ConnectError
            : type == typeof(DisconnectReason) ? HandlerKind.Disconnect
            : null;

    private static string KindName(HandlerKind kind) => kind switch
    {
        HandlerKind.Connect => "a connect handler (OnConnect)",
        HandlerKind.ConnectError => "a connect_error handler (OnConnectError)",
        _ => "a disconnect handler (OnDisconnect)",
    };
}
