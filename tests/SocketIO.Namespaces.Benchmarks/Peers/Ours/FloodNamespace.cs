namespace SocketIO.Namespaces.Benchmarks.Peers.Ours;

/// <summary>The namespace class under test: one instance, typed arguments.</summary>
internal sealed class FloodNamespace(string path) : AsyncClientNamespace(path)
{
    private TaskCompletionSource<long> _stamp = new();

    public Tally Tally { get; } = new();

    public void OnSmall(Reading reading) => Tally.Add(reading.Id);

    public void OnKb(LongReading reading) => Tally.Add(reading.Id);

    public void OnBin(byte[] content) => Tally.Add(BitConverter.ToInt32(content));

    public async Task OnAwaiting(Reading reading)
    {
        await Task.Yield();
        Tally.Add(reading.Id);
    }

    public void OnStamped(long time) => _stamp.TrySetResult(time);

    public async Task<long> StampAsync()
    {
        _stamp = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await EmitAsync("stamp");
        return await _stamp.Task;
    }
}
