using System.Text;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Handling;

/// <summary>The handlers of one namespace: standalone ones and those of its class. Finds the one that runs for an event.</summary>
internal sealed class HandlerRegistry(string path)
{
    // The server chooses the names that arrive, so what is remembered of them is bounded.
    private const int RememberedRoutes = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, StandaloneHandler> _standalone = [];
    private volatile Dictionary<byte[], HandlerRoute?> _routes = NewRoutes();
    private HandlerTable? _table;
    private Type? _class;
    private object? _target;

    /// <summary>Whether anything listens here.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
                return _standalone.Count == 0 && _table is null;
        }
    }

    /// <summary>Whether its class is one whose handlers may block.</summary>
    public bool HasBlockingClass => typeof(ClientNamespace).IsAssignableFrom(_class);

    /// <summary>The handlers there are: standalone ones, which go first, and then those of the class.</summary>
    public IReadOnlyList<HandlerListing> All
    {
        get
        {
            IReadOnlyList<(string EventName, HandlerMethod Method)> all;
            lock (_gate)
                all = [.. _standalone.Values.Select(handler => (handler.EventName, handler.Method)), .. _table?.All ?? []];
            return [.. all.Select(handler => HandlerListing.Of(handler.EventName, handler.Method))];
        }
    }

    /// <summary>Registers a standalone handler.</summary>
    /// <exception cref="InvalidOperationException">The event has one already.</exception>
    public IDisposable Add(string eventName, HandlerMethod method, bool once)
    {
        var handler = new StandaloneHandler(eventName, method, once);
        lock (_gate)
        {
            if (!_standalone.TryAdd(eventName, handler))
            {
                throw new InvalidOperationException(
                    $"The event '{eventName}' of namespace '{path}' has a handler already ({_standalone[eventName].Method.DisplayName}), and an event has one. " +
                    "Dispose what On returned to remove it first; to listen besides it, use an observer.");
            }

            _routes = NewRoutes();
        }

        return new Registration(this, handler);
    }

    /// <summary>Registers the namespace's class.</summary>
    /// <param name="table">Its handlers.</param>
    /// <param name="type">The class.</param>
    /// <param name="target">Its instance, or a <see cref="NamespaceActivator"/>.</param>
    /// <exception cref="InvalidOperationException">The namespace has one already.</exception>
    public void SetClass(HandlerTable table, Type type, object target)
    {
        lock (_gate)
        {
            if (_class is not null)
                throw new InvalidOperationException($"Namespace '{path}' has a class already ({_class.Name}); {type.Name} needs a path of its own.");

            _table = table;
            _class = type;
            _target = target;
            _routes = NewRoutes();
        }
    }

    /// <summary>Removes a standalone handler.</summary>
    /// <returns>Whether it was there: false means that somebody else removed it first.</returns>
    public bool Remove(StandaloneHandler handler)
    {
        lock (_gate)
        {
            if (!_standalone.TryGetValue(handler.EventName, out var current) || !ReferenceEquals(current, handler))
                return false;
            _standalone.Remove(handler.EventName);
            _routes = NewRoutes();
            return true;
        }
    }

    /// <summary>Finds what runs for an event that arrived. Called by one thread at a time.</summary>
    public HandlerRoute? Find(ReadOnlySpan<byte> utf8Name)
    {
        var routes = _routes;
        var lookup = routes.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(utf8Name, out var route))
            return route;

        route = Resolve(Encoding.UTF8.GetString(utf8Name));
        if (routes.Count < RememberedRoutes)
            lookup[utf8Name] = route;
        return route;
    }

    /// <summary>Finds what runs at a moment of the namespace's life.</summary>
    public HandlerRoute? FindLifecycle(HandlerKind kind)
    {
        var (name, ofClass) = kind switch
        {
            HandlerKind.Connect => (EventNames.Connect, _table?.Connect),
            HandlerKind.ConnectError => (EventNames.ConnectError, _table?.ConnectError),
            _ => (EventNames.Disconnect, _table?.Disconnect),
        };
        lock (_gate)
            return Standalone(name, name, kind) ?? OfClass(name, ofClass, kind);
    }

    /// <summary>A handled event whose name is close to one that nobody handles.</summary>
    public string? Nearest(string eventName)
    {
        lock (_gate)
            return NearestName.Find(eventName, [.. _standalone.Keys, .. _table?.EventNames ?? []]);
    }

    // The order of precedence: standalone by name, class by name, standalone catch-all, class catch-all.
    private HandlerRoute? Resolve(string eventName)
    {
        lock (_gate)
        {
            return Standalone(eventName, eventName, HandlerKind.Event)
                ?? OfClass(eventName, _table?.Find(eventName), HandlerKind.Event)
                ?? Standalone(EventNames.CatchAll, eventName, HandlerKind.CatchAll)
                ?? OfClass(eventName, _table?.CatchAll, HandlerKind.CatchAll);
        }
    }

    private HandlerRoute? Standalone(string registeredAs, string eventName, HandlerKind kind)
        => _standalone.TryGetValue(registeredAs, out var handler) ? new HandlerRoute(eventName, registeredAs, handler.Method, kind, Target: null, handler) : null;

    private HandlerRoute? OfClass(string eventName, HandlerMethod? method, HandlerKind kind)
        => method is null ? null : new HandlerRoute(eventName, _table!.NameOf(method), method, kind, _target, Standalone: null);

    private static Dictionary<byte[], HandlerRoute?> NewRoutes() => new(Utf8Comparer.Instance);

    private sealed class Registration(HandlerRegistry registry, StandaloneHandler handler) : IDisposable
    {
        public void Dispose() => registry.Remove(handler);
    }
}
