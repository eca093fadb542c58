using System.Reflection;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>One user method, compiled once into a delegate that binds its parameters, calls it and writes what it returns as the acknowledgement.
/// Lambdas and methods of namespace classes are compiled alike. Thread-safe.</summary>
internal sealed class HandlerMethod
{
    private readonly Delegate? _handler;

    private HandlerMethod(CompiledHandler compiled, Delegate? handler = null)
    {
        Compiled = compiled;
        _handler = handler;
    }

    /// <summary>What to call it in logs and errors, such as <c>ChatNamespace.OnJoin</c>.</summary>
    public string DisplayName => Compiled.DisplayName;

    /// <summary>Whether a parameter is injected, so that a scope must be made per event.</summary>
    public bool NeedsServices => Compiled.NeedsServices;

    /// <summary>What it takes, in order.</summary>
    public IReadOnlyList<HandlerParameter> Parameters => Compiled.Parameters;

    /// <summary>What was compiled: shared by all closures of one lambda.</summary>
    public CompiledHandler Compiled { get; }

    /// <summary>Compiles a standalone handler or callback.</summary>
    /// <exception cref="ArgumentException">The delegate can't be a handler; says why and how to fix it.</exception>
    public static HandlerMethod Compile(Delegate handler, HandlerKind kind, BindingContext context)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (!handler.HasSingleTarget)
            throw new ArgumentException("A handler is a single method, but this delegate combines several. Call them from one handler.", nameof(handler));

        return new HandlerMethod(context.GetOrCompile(handler, kind, HandlerCompiler.Compile), handler);
    }

    /// <summary>Compiles a method of a namespace class; the instance is given at each call.</summary>
    /// <param name="method">The method.</param>
    /// <param name="kind">What it handles.</param>
    /// <param name="context">What binding needs to know.</param>
    /// <param name="faults">Takes what is wrong with the method, each with its fix.</param>
    /// <returns>Null if there are faults.</returns>
    public static HandlerMethod? Compile(MethodInfo method, HandlerKind kind, BindingContext context, ICollection<string> faults)
        => HandlerCompiler.Compile(method, kind, context, faults) is { } compiled ? new HandlerMethod(compiled) : null;

    /// <summary>Binds, calls, and leaves the acknowledgement in <paramref name="invocation"/> where one was asked for. Whatever goes wrong comes out of the
    /// returned task, as it was thrown.</summary>
    /// <param name="target">The instance; null for a standalone handler.</param>
    /// <param name="invocation">The call. Its packet must live until the returned task completes.</param>
    /// <exception cref="HandlerBindingException">An argument does not fit its parameter.</exception>
    public ValueTask InvokeAsync(object? target, HandlerInvocation invocation)
    {
        if (Compiled.TakesContext)
            return InvokeWithContextAsync(target, invocation);

        var flow = ExecutionContext.Capture();
        try
        {
            return Compiled.Call(_handler ?? target, invocation);
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
            await Compiled.Call(_handler ?? target, invocation).ConfigureAwait(false);
        }
        finally
        {
            invocation.Context?.Close();
            invocation.Context = null;
        }
    }
}
