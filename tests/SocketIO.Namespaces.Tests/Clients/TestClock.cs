using Microsoft.Extensions.Time.Testing;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>A clock that knows who waits: time passes only once somebody waits for exactly that long, so that nothing depends on how fast threads are.</summary>
internal sealed class TestClock : FakeTimeProvider
{
    private readonly HashSet<TestTimer> _timers = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TestTimer(this, callback);
        timer.Start(base.CreateTimer(timer.Fire, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan), dueTime, period);
        return timer;
    }

    /// <summary>Waits until somebody waits for this long, and lets it pass.</summary>
    public async Task PassAsync(TimeSpan wait)
    {
        await WaitForTimerAsync(wait);
        Advance(wait);
    }

    /// <summary>Waits until somebody waits for this long from now on.</summary>
    public Task WaitForTimerAsync(TimeSpan wait)
        => Soon.UntilAsync(() => Waits().Contains(wait), () => $"Nobody waits for {wait}, only for {string.Join(", ", Waits())}.");

    /// <summary>Lets time pass, one timer after the other, until a task ends. How much that is depends on how fast threads are, unless it is bounded.</summary>
    /// <param name="task">The task.</param>
    /// <param name="most">How much time may pass; null for any.</param>
    public async Task RunUntilAsync(Task task, TimeSpan? most = null)
    {
        var end = most is { } limit ? GetUtcNow() + limit : DateTimeOffset.MaxValue;
        using var patience = new CancellationTokenSource(Soon.Patience);
        while (await Task.WhenAny(task, Task.Delay(5)) != task)
        {
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"The task did not end, however much time passed; timers: {string.Join(", ", Waits())}.");
            if (Waits().Where(wait => wait > TimeSpan.Zero && wait <= end - GetUtcNow()).ToArray() is { Length: > 0 } waits)
                Advance(waits.Min());
        }

        await task;
    }

    /// <summary>How long each timer still has to go.</summary>
    public IReadOnlyList<TimeSpan> Waits()
    {
        lock (_timers)
            return [.. _timers.Where(timer => timer.Due is not null).Select(timer => timer.Due!.Value - GetUtcNow())];
    }

    private sealed class TestTimer(TestClock clock, TimerCallback callback) : ITimer
    {
        private ITimer _inner = null!;
        private bool _hasFired;
        private bool _isDisposed;

        public DateTimeOffset? Due { get; private set; }

        public void Start(ITimer inner, TimeSpan dueTime, TimeSpan period)
        {
            _inner = inner;
            Change(dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._timers)
            {
                if (_isDisposed)
                    return false;
                Due = null;
                _hasFired = false;
                clock._timers.Add(this);
            }

            // Shown only once it runs: time that passed before would not have counted for it.
            var changed = _inner.Change(dueTime, period);
            lock (clock._timers)
            {
                if (!_hasFired && dueTime != Timeout.InfiniteTimeSpan)
                    Due = clock.GetUtcNow() + dueTime;
            }

            return changed;
        }

        public void Fire(object? state)
        {
            lock (clock._timers)
            {
                Due = null;
                _hasFired = true;
            }

            callback(state);
        }

        public void Dispose()
        {
            lock (clock._timers)
            {
                _isDisposed = true;
                clock._timers.Remove(this);
            }

            _inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
