namespace SocketIO.Namespaces.Dispatch;

/// <summary>The handlers of one namespace class, found by event name. Immutable.</summary>
internal sealed class HandlerTable
{
    public HandlerMethod? Connect => throw new NotImplementedException();

    public HandlerMethod? ConnectError => throw new NotImplementedException();

    public HandlerMethod? Disconnect => throw new NotImplementedException();

    public HandlerMethod? CatchAll => throw new NotImplementedException();

    /// <summary>Finds the handler of an event: an exact <see cref="OnAttribute"/> name first, then the convention, which ignores case, <c>_</c>, <c>-</c>,
    /// <c>.</c>, <c>:</c> and spaces. Never finds a lifecycle handler.</summary>
    public HandlerMethod? Find(string eventName) => throw new NotImplementedException();

    /// <summary>The handled name nearest to one that has no handler, for a hint; null if none is near.</summary>
    public string? Nearest(string eventName) => throw new NotImplementedException();
}
