using System.Reflection;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>What a handler declares: which values to pass, and what comes back.</summary>
/// <param name="Method">The method.</param>
/// <param name="ReturnType">What calling it returns.</param>
/// <param name="Parameters">The types to pass, with what was declared of them: name, attributes, default, nullability.</param>
internal sealed record HandlerSignature(MethodInfo Method, Type ReturnType, IReadOnlyList<(ParameterInfo Info, Type Type)> Parameters)
{
    public static HandlerSignature Of(MethodInfo method)
        => new(method, method.ReturnType, [.. method.GetParameters().Select(parameter => (parameter, parameter.ParameterType))]);

    /// <summary>The delegate says which types to pass, its method what was declared of them.</summary>
    public static HandlerSignature Of(Delegate handler)
    {
        var invoke = handler.GetType().GetMethod(nameof(Action.Invoke))!;
        var called = invoke.GetParameters();

        // A method made at run time has no metadata to ask. An extension method of an object has one parameter more than the delegate, which holds the first.
        var declared = handler.Method.DeclaringType is null ? called : handler.Method.GetParameters();
        var described = declared.Length >= called.Length ? declared[^called.Length..] : called;
        return new(handler.Method, invoke.ReturnType, [.. called.Zip(described, (call, description) => (description, call.ParameterType))]);
    }

    /// <summary>Finds what is wrong with a handler whatever the services will be.</summary>
    public void Check(HandlerKind kind, ICollection<string> faults)
    {
        HandlerResultCheck.Check(Method, ReturnType, faults);
        new ParameterPlanner(Method, kind, AnyService.Instance, faults).Plan(Parameters);
    }

    /// <summary>Decides where each parameter's value comes from, and finds all that is wrong with the handler.</summary>
    public IReadOnlyList<HandlerParameter> Plan(HandlerKind kind, BindingContext context, ICollection<string> faults)
    {
        HandlerResultCheck.Check(Method, ReturnType, faults);
        var parameters = new ParameterPlanner(Method, kind, context.Services, faults).Plan(Parameters);
        foreach (var parameter in parameters)
        {
            if (parameter.ArgumentType is { } type && ReadableTypes.WhyNot(type, context.Serializer.Options) is { } fault)
                faults.Add($"{HandlerName.WithParameters(Method)}: parameter '{parameter.Name}' ({TypeName.Of(type)}) {fault}");
        }

        return parameters;
    }
}
