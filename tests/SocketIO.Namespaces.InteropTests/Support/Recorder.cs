using System.Threading.Channels;

namespace SocketIO.Namespaces.InteropTests.Support;

/// <summary>Keeps what handlers were given, in order, for a test to await.</summary>
/// <param name="what">What is recorded, for the message of a test that waits in vain.</param>
internal sealed class Recorder<T>(string what)
{
    private readonly Channel<T> _items = Channel.CreateUnbounded<T>();

    public void Add(T item) => _items.Writer.TryWrite(item);

    public Task<T> NextAsync() => _items.Reader.ReadAsync().Within(what);

    public async Task<T[]> TakeAsync(int count)
    {
        var items = new T[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = await _items.Reader.ReadAsync().Within($"{what}, number {i + 1} of {count}");
        }

        return items;
    }

    /// <summary>What has been recorded and not been taken yet.</summary>
    public T[] Rest()
    {
        var items = new List<T>();
        while (_items.Reader.TryRead(out T? item))
        {
            items.Add(item);
        }

        return [.. items];
    }
}
