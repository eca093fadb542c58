using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using SocketIO.Namespaces.Engine;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Engine;

/// <summary>On whose thread the write loop takes packets out. What it takes, it notes under a lock, so that a test which holds that sees what is done on its own
/// thread and nothing else.</summary>
[Category("F4")]
public sealed class WriteLoopTests
{
    private readonly Lock _gate = new();
    private readonly FakeTimeProvider _time = new();
    private readonly List<int> _taken = [];
    private Outbox _outbox = null!;
    private Task _loop = null!;

    [SetUp]
    public void Start()
    {
        _taken.Clear();
        _outbox = new Outbox(100, 10_000, _time);
        _loop = RunAsync();
    }

    [TearDown]
    public async Task Stop()
    {
        _outbox.Complete();
        await _loop.Within();
    }

    [Test]
    public void A_packet_that_comes_alone_is_taken_on_the_thread_that_put_it_in()
    {
        _time.Advance(TimeSpan.FromMilliseconds(1));
        lock (_gate)
        {
            Put(1);
            Assert.That(_taken, Is.EqualTo(new[] { 1 }));
        }
    }

    [Test]
    public async Task Packets_that_follow_one_another_are_left_to_another_thread()
    {
        lock (_gate)
        {
            Put(1);
            Put(2);
            Assert.That(_taken, Is.Empty);
        }

        await UntilTakenAsync(2);
        Assert.That(_taken, Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task Where_more_packets_are_to_be_expected_even_the_first_is_left_to_another_thread()
    {
        _time.Advance(TimeSpan.FromMilliseconds(1));
        lock (_gate)
        {
            Put(1, here: false);
            Assert.That(_taken, Is.Empty);
        }

        await UntilTakenAsync(1);
    }

    [Test]
    public async Task A_thread_is_given_back_after_some_packets_and_another_takes_the_rest()
    {
        _time.Advance(TimeSpan.FromMilliseconds(1));
        lock (_gate)
        {
            PutTogether(40);
            Assert.That(_taken, Is.EqualTo(Enumerable.Range(1, 16)));
        }

        await UntilTakenAsync(40);
        Assert.That(_taken, Is.EqualTo(Enumerable.Range(1, 40)));
    }

    [Test]
    public async Task A_loop_that_has_taken_everything_meanwhile_goes_on_waiting([Values] bool here)
    {
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Put(1);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _outbox.WakeLoop(here); // as by one who put in his packet before it was taken
        Put(2);
        await UntilTakenAsync(2);
        Assert.That(_loop.IsCompleted, Is.False);
    }

    [Test]
    public async Task What_waits_for_another_thread_is_taken_although_nothing_more_may_come()
    {
        _time.Advance(TimeSpan.FromMilliseconds(1));
        lock (_gate)
        {
            PutTogether(20);
            _outbox.Complete();
        }

        await _loop.Within();
        Assert.That(_taken, Is.EqualTo(Enumerable.Range(1, 20)));
    }

    private void Put(int number, bool here = true)
    {
        Assert.That(_outbox.TryEnqueueNow(Packets.Event($"[{number}]"), out var isLoopWaiting), Is.True);
        if (isLoopWaiting)
            _outbox.WakeLoop(here);
    }

    private void PutTogether(int count)
    {
        for (var i = 1; i <= count; i++)
            Assert.That(_outbox.TryEnqueueNow(Packets.Event($"[{i}]"), out _), Is.True);
        _outbox.WakeLoop(here: true);
    }

    private async Task RunAsync()
    {
        while (await _outbox.WaitToTakeAsync().ConfigureAwait(false))
        {
            while (_outbox.TryTake() is { } packet)
            {
                using (packet)
                    Note(int.Parse(packet.Text.Span[3..^1], CultureInfo.InvariantCulture));
            }

            _outbox.MarkFlushed();
        }
    }

    private void Note(int number)
    {
        lock (_gate)
            _taken.Add(number);
    }

    private Task UntilTakenAsync(int count) => Soon.UntilAsync(() => Count() == count, () => $"{Count()} were taken, not {count}.");

    private int Count()
    {
        lock (_gate)
            return _taken.Count;
    }
}
