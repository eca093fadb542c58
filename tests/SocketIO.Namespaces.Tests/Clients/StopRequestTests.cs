using SocketIO.Namespaces.Clients.Connecting;

namespace SocketIO.Namespaces.Tests.Clients;

[Category("M18")]
internal sealed class StopRequestTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly TestClock _clock = new();

    [Test]
    public void A_stop_is_overdue_when_its_time_is_over()
    {
        var stop = new StopRequest(Limit, _clock);
        Assert.That(stop.TryMake(caller: null), Is.True);
        Assert.That(stop.Requested.IsCancellationRequested, Is.True);
        _clock.Advance(Limit);

        Assert.That(stop.Overdue.IsCancellationRequested, Is.True);
    }

    [Test]
    public void A_run_that_has_stopped_in_time_leaves_no_timer()
    {
        var stop = new StopRequest(Limit, _clock);
        stop.TryMake(caller: null);
        stop.Complete();

        Assert.That(_clock.Waits(), Is.Empty);
    }

    [Test]
    public void A_request_that_comes_when_the_run_has_stopped_leaves_no_timer()
    {
        var stop = new StopRequest(Limit, _clock);
        stop.Complete();
        stop.TryMake(caller: null);

        Assert.That(_clock.Waits(), Is.Empty);
    }

    [Test]
    public void A_stop_that_is_hurried_is_overdue_at_once()
    {
        var stop = new StopRequest(Limit, _clock);
        stop.TryMake(caller: null);
        stop.Hurry();
        _clock.Advance(TimeSpan.Zero);

        Assert.That(stop.Overdue.IsCancellationRequested, Is.True);
    }

    [Test]
    public void Without_a_request_there_is_nothing_to_hurry()
    {
        var stop = new StopRequest(Limit, _clock);
        stop.Hurry();

        Assert.That((stop.Overdue.IsCancellationRequested, _clock.Waits().Count()), Is.EqualTo((false, 0)));
    }
}
