namespace SocketIO.Namespaces.Testing.Harness;

/// <summary>What runs beside the handlers: answers to emits, callbacks, disconnect handlers of a namespace that is being left.</summary>
internal sealed class HarnessWork
{
    private readonly Lock _gate = new();
    private readonly AsyncLocal<bool> _isPart = new();
    private List<Task> _running = [];

    /// <summary>Makes the asynchronous method that calls this part of the work.</summary>
    public void Join() => _isPart.Value = true;

    public void Add(Task task)
    {
        lock (_gate)
            _running.Add(task);
    }

    /// <summary>Completes when all of it, and what it begins meanwhile, is done; throws what any of it threw. For a part of it at once, which would wait for itself.</summary>
    public async Task SettleAsync()
    {
        while (!_isPart.Value && Take() is { Count: > 0 } running)
            await Task.WhenAll(running).ConfigureAwait(false);
    }

    private List<Task> Take()
    {
        lock (_gate)
        {
            var running = _running;
            _running = [];
            return running;
        }
    }
}
