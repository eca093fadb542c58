using System.Collections;

namespace SocketIO.Namespaces;

/// <summary>What the class under test has emitted, sent, called and delivered, in order. Safe to use from any thread.</summary>
public sealed class EmittedEvents : IReadOnlyList<EmittedEvent>
{
    private const int ShownLength = 200;

    private readonly Lock _gate = new();
    private readonly List<EmittedEvent> _events = [];
    private readonly Func<string> _hint;

    /// <param name="hint">What may explain that an event is missing; empty for nothing.</param>
    internal EmittedEvents(Func<string> hint) => _hint = hint;

    /// <summary>How many events there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _events.Count;
        }
    }

    /// <summary>One of the events; the first is 0.</summary>
    /// <param name="index">Which.</param>
    public EmittedEvent this[int index]
    {
        get
        {
            lock (_gate)
                return _events[index];
        }
    }

    /// <summary>The one event of a name.</summary>
    /// <param name="eventName">The event's name.</param>
    /// <exception cref="InvalidOperationException">There is none, or more than one; lists what there is.</exception>
    public EmittedEvent Single(string eventName)
        => All(eventName) switch
        {
            [var only] => only,
            [] => throw new InvalidOperationException($"No '{eventName}' was emitted. {Describe()}{_hint()}"),
            var several => throw new InvalidOperationException($"'{eventName}' was emitted {several.Count} times, not once. {Describe()}"),
        };

    /// <summary>The events of a name, in order.</summary>
    /// <param name="eventName">The event's name.</param>
    public IReadOnlyList<EmittedEvent> All(string eventName)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        lock (_gate)
            return [.. _events.Where(emitted => emitted.Name == eventName)];
    }

    /// <summary>Forgets the events so far, such as those of the connect handler.</summary>
    public void Clear()
    {
        lock (_gate)
            _events.Clear();
    }

    /// <summary>Enumerates the events there are now.</summary>
    public IEnumerator<EmittedEvent> GetEnumerator() => Snapshot().AsEnumerable().GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(EmittedEvent emitted)
    {
        lock (_gate)
            _events.Add(emitted);
    }

    private EmittedEvent[] Snapshot()
    {
        lock (_gate)
            return [.. _events];
    }

    private string Describe()
    {
        var events = Snapshot();
        return events.Length == 0 ? "Nothing was." : $"Emitted: {string.Join(", ", events.Select(Shorten))}.";
    }

    private static string Shorten(EmittedEvent emitted)
        => emitted.ToString() is var text && text.Length > ShownLength ? $"{text[..ShownLength]}…" : text;
}
