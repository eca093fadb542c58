using System.Reflection;
using System.Runtime.CompilerServices;
using SocketIO.Namespaces.Dispatch.Compiled;
using SocketIO.Namespaces.Dispatch.Reflected;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>Prepares a handler, once: compiles it, or keeps to reflection where no code can be made at run time.</summary>
internal static class HandlerCompiler
{
    /// <summary>Compiles what a delegate calls; the delegate is given as the target of each call.</summary>
    /// <exception cref="ArgumentException">It can't be a handler; says why and how to fix it.</exception>
    public static CompiledHandler Compile(Delegate handler, HandlerKind kind, BindingContext context)
    {
        var faults = new List<string>();
        var signature = HandlerSignature.Of(handler);
        var parameters = signature.Plan(kind, context, faults);
        if (faults.Count > 0)
            throw new ArgumentException($"{HandlerName.Of(handler.Method)} cannot be a handler. {string.Join(' ', faults)}", nameof(handler));

        return Make(handler.Method, parameters, RuntimeFeature.IsDynamicCodeSupported
            ? new HandlerExpression(parameters, context).OfDelegate(handler.GetType())
            : ReflectedHandler.OfDelegate(signature.ReturnType, parameters, context.Serializer));
    }

    /// <summary>Compiles a method; the instance is given as the target of each call.</summary>
    /// <returns>Null if there are faults.</returns>
    public static CompiledHandler? Compile(MethodInfo method, HandlerKind kind, BindingContext context, ICollection<string> faults)
    {
        var found = new List<string>();
        var parameters = HandlerSignature.Of(method).Plan(kind, context, found);
        if (found.Count == 0)
        {
            return Make(method, parameters, RuntimeFeature.IsDynamicCodeSupported
                ? new HandlerExpression(parameters, context).OfMethod(method)
                : ReflectedHandler.OfMethod(method, parameters, context.Serializer));
        }

        found.ForEach(faults.Add);
        return null;
    }

    private static CompiledHandler Make(MethodInfo method, IReadOnlyList<HandlerParameter> parameters, HandlerCall call)
        => new(
            HandlerName.Of(method),
            parameters,
            parameters.Any(parameter => parameter.Source is ParameterSource.Service or ParameterSource.KeyedService),
            parameters.Any(parameter => parameter.Source is ParameterSource.Context),
            call);
}
