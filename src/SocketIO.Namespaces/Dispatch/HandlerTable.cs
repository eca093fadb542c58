using System.Collections.Frozen;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>The handlers of one namespace class, found by event name. Immutable.</summary>
internal sealed class HandlerTable
{
    private readonly FrozenDictionary<string, HandlerMethod>.AlternateLookup<ReadOnlySpan<char>> _byName;
    private readonly FrozenDictionary<string, HandlerMethod>.AlternateLookup<ReadOnlySpan<char>> _byKey;
    private readonly FrozenDictionary<HandlerMethod, string> _names;
    private readonly string[] _eventNames;
    private readonly int _longestKey;

    public HandlerTable(IReadOnlyCollection<(HandlerDefinition Definition, HandlerMethod Method)> handlers)
    {
        All = [.. handlers.Select(handler => (handler.Definition.EventName, handler.Method))];
        Connect = Single(HandlerKind.Connect);
        ConnectError = Single(HandlerKind.ConnectError);
        Disconnect = Single(HandlerKind.Disconnect);
        CatchAll = Single(HandlerKind.CatchAll);

        var events = handlers.Where(handler => handler.Definition.Kind is HandlerKind.Event).ToLookup(handler => handler.Definition.IsExact);
        FrozenDictionary<string, HandlerMethod> byName
            = events[true].ToFrozenDictionary(handler => handler.Definition.EventName, handler => handler.Method, StringComparer.Ordinal);
        FrozenDictionary<string, HandlerMethod> byKey
            = events[false].ToFrozenDictionary(handler => NameConvention.Key(handler.Definition.EventName), handler => handler.Method, StringComparer.Ordinal);
        _byName = byName.GetAlternateLookup<ReadOnlySpan<char>>();
        _byKey = byKey.GetAlternateLookup<ReadOnlySpan<char>>();
        _longestKey = byKey.Keys.Select(key => key.Length).DefaultIfEmpty().Max();
        _names = handlers.ToFrozenDictionary(handler => handler.Method, handler => handler.Definition.EventName);
        _eventNames = [.. events.SelectMany(group => group).Select(handler => handler.Definition.EventName)];

        HandlerMethod? Single(HandlerKind kind) => handlers.SingleOrDefault(handler => handler.Definition.Kind == kind).Method;
    }

    /// <summary>Every handler with the event it is for, as the class declares them.</summary>
    public IReadOnlyList<(string EventName, HandlerMethod Method)> All { get; }

    public HandlerMethod? Connect { get; }

    public HandlerMethod? ConnectError { get; }

    public HandlerMethod? Disconnect { get; }

    public HandlerMethod? CatchAll { get; }

    /// <summary>The names of the handled events, the catch-all and the lifecycle aside.</summary>
    public IReadOnlyList<string> EventNames => _eventNames;

    /// <summary>Finds the handler of an event: an exact <see cref="OnAttribute"/> name first, then the convention, which ignores case, <c>_</c>, <c>-</c>,
    /// <c>.</c>, <c>:</c> and spaces. Never finds a lifecycle handler, nor the catch-all.</summary>
    public HandlerMethod? Find(ReadOnlySpan<char> eventName)
    {
        if (_byName.TryGetValue(eventName, out var handler))
            return handler;

        Span<char> key = _longestKey <= 256 ? stackalloc char[_longestKey] : new char[_longestKey];
        return NameConvention.TryGetKey(eventName, key, out var length) && _byKey.TryGetValue(key[..length], out handler) ? handler : null;
    }

    /// <summary>The event that a method of this table is for, whatever its spelling when it arrives; <c>*</c> for the catch-all.</summary>
    public string NameOf(HandlerMethod method) => _names[method];

    /// <summary>The handled name nearest to one that has no handler, for a hint; null if none is near.</summary>
    public string? Nearest(string eventName) => NearestName.Find(eventName, _eventNames);
}
