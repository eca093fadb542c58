namespace SocketIO.Namespaces.Dispatch;

/// <summary>Binds a handler's parameters, calls it and completes with what it returns.</summary>
/// <param name="target">The instance of the namespace class; the delegate itself for a standalone handler.</param>
/// <param name="invocation">The call.</param>
internal delegate ValueTask HandlerCall(object? target, HandlerInvocation invocation);

/// <summary>What compiling a method gives, for all instances and closures it may be called on.</summary>
/// <param name="DisplayName">What to call it in logs and errors.</param>
/// <param name="Parameters">What it takes, in order.</param>
/// <param name="NeedsServices">Whether a parameter is injected.</param>
/// <param name="TakesContext">Whether a parameter is the <see cref="EventContext"/>.</param>
/// <param name="Call">Calls it.</param>
internal sealed record CompiledHandler(
    string DisplayName, IReadOnlyList<HandlerParameter> Parameters, bool NeedsServices, bool TakesContext, HandlerCall Call);
