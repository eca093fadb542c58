using System.Reflection;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>One user method, compiled once into a delegate that binds its parameters, calls it and writes what it returns as the acknowledgement.
/// Lambdas and methods of namespace classes are compiled alike. Thread-safe.</summary>
internal sealed class HandlerMethod
{
    private readonly HandlerCall _call;
    private readonly bool _takesContext;

    private HandlerMethod(MethodInfo method, IReadOnlyList<HandlerParameter> parameters, HandlerCall call)
    {
        _call = call;
        _takesContext = parameters.Any(parameter => parameter.Source is ParameterSource.Context);
        DisplayName = HandlerName.Of(method);
        NeedsServices = parameters.Any(parameter => parameter.Source is ParameterSource.Service or ParameterSource.KeyedService);
    }

    /// <summary>What to call it in logs and errors, such as <c>ChatNamespace.OnJoin</c>.</summary>
    public string DisplayName { get; }

    /// <summary>Whether a parameter is injected, so that a scope must be made per event.</summary>
    public bool NeedsServices { get; }

    /// <summary>Compiles a standalone handler or callback.</summary>
    /// <exception cref="ArgumentException">The delegate can't be a handler; says why and how to mend it.</exception>
    public static HandlerMethod Compile(Delegate handler, HandlerKind kind, BindingContext context)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (!handler.HasSingleTarget)
            throw new ArgumentException("A handler is a single method, but this delegate combines several. Call them from one handler.", nameof(handler));

        var faults = new List<string>();
        var invoke = handler.GetType().GetMethod(nameof(Action.Invoke))!;
        HandlerSignature.Check(handler.Method, invoke.ReturnType, faults);
        var parameters = Plan(handler.Method, kind, DelegateParameters(handler.Method, invoke), context, faults);
        return faults.Count == 0
            ? new HandlerMethod(handler.Method, parameters, HandlerCompiler.Compile(handler, parameters, context))
            : throw new ArgumentException($"{HandlerName.Of(handler.Method)} cannot be a handler. {string.Join(' ', faults)}", nameof(handler));
    }

    /// <summary>Compiles a method of a namespace class; the instance is given at each call.</summary>
    /// <param name="method">The method.</param>
    /// <param name="kind">What it handles.</param>
    /// <param name="context">What binding needs to know.</param>
    /// <param name="faults">Takes what is wrong with the method, each with its mend.</param>
    /// <returns>Null if there are faults.</returns>
    public static HandlerMethod? Compile(MethodInfo method, HandlerKind kind, BindingContext context, ICollection<string> faults)
    {
        var found = new List<string>();
        HandlerSignature.Check(method, method.ReturnType, found);
        var parameters = Plan(method, kind, DeclaredParameters(method), context, found);
        if (found.Count == 0)
            return new HandlerMethod(method, parameters, HandlerCompiler.Compile(method, parameters, context));

        found.ForEach(faults.Add);
        return null;
    }

    /// <summary>Finds what is wrong with a method whatever the services will be, without compiling it.</summary>
    public static void Check(MethodInfo method, HandlerKind kind, ICollection<string> faults)
    {
        HandlerSignature.Check(method, method.ReturnType, faults);
        new ParameterPlanner(method, kind, AnyService.Instance, faults).Plan(DeclaredParameters(method));
    }

    /// <summary>Binds, calls, and leaves the acknowledgement in <paramref name="invocation"/> where one was asked for. Whatever goes wrong comes out of the
    /// returned task, as it was thrown.</summary>
    /// <param name="target">The instance; null for a standalone handler.</param>
    /// <param name="invocation">The call. Its packet must live until the returned task completes.</param>
    /// <exception cref="HandlerBindingException">An argument does not fit its parameter.</exception>
    public ValueTask InvokeAsync(object? target, HandlerInvocation invocation)
    {
        if (_takesContext)
            return InvokeWithContextAsync(target, invocation);

        var flow = ExecutionContext.Capture();
        try
        {
            return _call(target, invocation);
        }
        catch (Exception exception)
        {
            return ValueTask.FromException(exception);
        }
        finally
        {
            // What a plain method leaves in an AsyncLocal must not reach the next event, as an asynchronous one's does not.
            if (flow is not null && !ReferenceEquals(flow, ExecutionContext.Capture()))
                ExecutionContext.Restore(flow);
        }
    }

    private async ValueTask InvokeWithContextAsync(object? target, HandlerInvocation invocation)
    {
        try
        {
            await _call(target, invocation).ConfigureAwait(false);
        }
        finally
        {
            invocation.Context?.Close();
            invocation.Context = null;
        }
    }

    private static IReadOnlyList<HandlerParameter> Plan(
        MethodInfo method, HandlerKind kind, IEnumerable<(ParameterInfo Info, Type Type)> declared, BindingContext context, ICollection<string> faults)
    {
        var parameters = new ParameterPlanner(method, kind, context.Services, faults).Plan(declared);
        foreach (var parameter in parameters)
        {
            var read = parameter.Source switch
            {
                ParameterSource.Argument => parameter.Type,
                ParameterSource.RemainingArguments => parameter.Type.GetElementType(),
                _ => null,
            };
            if (read is not null && ReadableTypes.WhyNot(read, context.Serializer.Options) is { } fault)
                faults.Add($"{HandlerName.WithParameters(method)}: parameter '{parameter.Name}' ({TypeName.Of(read)}) {fault}");
        }

        return parameters;
    }

    private static IEnumerable<(ParameterInfo Info, Type Type)> DeclaredParameters(MethodInfo method)
        => method.GetParameters().Select(parameter => (parameter, parameter.ParameterType));

    // The delegate says which types to pass, the method what was declared of them. It has one parameter more than the delegate where that holds the first
    // one (an extension method of an object). A method made at run time has none to ask.
    private static IEnumerable<(ParameterInfo Info, Type Type)> DelegateParameters(MethodInfo method, MethodInfo invoke)
    {
        var called = invoke.GetParameters();
        var declared = method.DeclaringType is null ? called : method.GetParameters();
        var described = declared.Length >= called.Length ? declared[^called.Length..] : called;
        return called.Zip(described, (call, description) => (description, call.ParameterType));
    }
}
