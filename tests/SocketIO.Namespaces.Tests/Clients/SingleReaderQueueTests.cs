using SocketIO.Namespaces.Clients.Handling;

namespace SocketIO.Namespaces.Tests.Clients;

[Category("M8")]
internal sealed class SingleReaderQueueTests
{
    [Test]
    public async Task A_reader_is_told_later_of_what_was_added_quietly()
    {
        var queue = new SingleReaderQueue<int>();
        var waiting = queue.WaitAsync();
        queue.TryAdd(1, wakes: false);
        Assert.That(waiting.IsCompleted, Is.False);

        queue.Wake(here: false);
        Assert.That(await waiting, Is.True);
    }

    [Test]
    public async Task A_reader_that_came_upon_it_by_itself_goes_on_waiting_for_more()
    {
        var queue = new SingleReaderQueue<int>();
        queue.TryAdd(1, wakes: false);
        Assert.That(queue.TryTake(out int _), Is.True);
        var waiting = queue.WaitAsync();
        queue.Wake(here: false);
        Assert.That(waiting.IsCompleted, Is.False);

        queue.TryAdd(2);
        Assert.That(await waiting, Is.True);
    }
}
