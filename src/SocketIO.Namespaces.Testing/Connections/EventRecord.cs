using System.Text;

namespace SocketIO.Namespaces.Testing.Connections;

/// <summary>The events a namespace has received and nobody has taken yet. Thread-safe.</summary>
internal sealed class EventRecord(int capacity)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<ReceivedEvent> _events = [];
    private readonly ChangeSignal _changed = new();
    private long _taken;
    private long _forgotten;

    public IReadOnlyList<ReceivedEvent> Events
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    public void Add(ReceivedEvent received)
    {
        lock (_gate)
        {
            _events.AddLast(received);
            if (_events.Count > capacity)
            {
                _events.RemoveFirst();
                _forgotten++;
            }
        }

        _changed.Pulse();
    }

    /// <summary>Takes the oldest event of a name, waiting for it if need be.</summary>
    public Task<ReceivedEvent> TakeAsync(string eventName, TimeSpan timeout, Func<string> explain, CancellationToken cancellationToken)
        => _changed.WaitAsync(() => TryTake(eventName), timeout, explain, cancellationToken);

    /// <summary>Says what is here, for the message of a time-out.</summary>
    public string Describe()
    {
        lock (_gate)
        {
            var text = new StringBuilder();
            text.Append(_events.Count == 0 ? "No other event waits to be taken" : $"Waiting to be taken: {string.Join(", ", Names())}");
            text.Append(_taken > 0 ? $"; {_taken} were taken before" : "");
            text.Append(_forgotten > 0 ? $"; {_forgotten} were forgotten ({nameof(SocketIOTestServerOptions.MaxRecordedEvents)})" : "");
            return text.Append('.').ToString();
        }
    }

    private IEnumerable<string> Names()
        => _events.CountBy(received => received.Name).Select(entry => entry.Value == 1 ? $"'{entry.Key}'" : $"'{entry.Key}' ({entry.Value} times)");

    private ReceivedEvent? TryTake(string eventName)
    {
        lock (_gate)
        {
            for (LinkedListNode<ReceivedEvent>? node = _events.First; node is not null; node = node.Next)
            {
                if (node.Value.Name != eventName)
                    continue;
                _events.Remove(node);
                _taken++;
                return node.Value;
            }

            return null;
        }
    }
}
