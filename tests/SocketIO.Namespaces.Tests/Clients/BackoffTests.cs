using SocketIO.Namespaces.Clients.Connecting;

namespace SocketIO.Namespaces.Tests.Clients;

[Category("M4")]
internal sealed class BackoffTests
{
    [Test]
    public void Jitter_is_applied_after_the_cap()
    {
        var options = new ReconnectionOptions();
        foreach (var (chance, factor) in new[] { (0.0, 0.5), (0.5, 1.0), (1.0, 1.5) })
        {
            options.Randomizer = () => chance;
            Assert.That(Backoff.Delay(options, 0), Is.EqualTo(TimeSpan.FromSeconds(1 * factor)));
            Assert.That(Backoff.Delay(options, 20), Is.EqualTo(TimeSpan.FromSeconds(5 * factor)));
        }
    }

    [TestCase(1)]
    [TestCase(86_400)]
    public void Ten_thousand_attempts_overflow_nothing(int delay)
    {
        var options = new ReconnectionOptions { Delay = TimeSpan.FromSeconds(delay), MaxDelay = TimeSpan.FromDays(1), RandomizationFactor = 0 };
        for (var attempt = 0; attempt < 10_000; attempt++)
            Assert.That(Backoff.Delay(options, attempt), Is.InRange(options.Delay, options.MaxDelay));
        Assert.That(Backoff.Delay(options, int.MaxValue), Is.EqualTo(options.MaxDelay));
    }

    [TestCase(5, 60)]
    [TestCase(600, 600)]
    [Category("M22")]
    public void A_fault_that_does_not_pass_is_tried_again_after_a_minute_but_not_sooner_than_others(int maxDelay, int expected)
    {
        var options = new ReconnectionOptions { MaxDelay = TimeSpan.FromSeconds(maxDelay), RandomizationFactor = 0 };
        Assert.That(Backoff.SlowDelay(options), Is.EqualTo(TimeSpan.FromSeconds(expected)));
    }

    [Test]
    public void Jitter_stays_within_its_bounds()
    {
        var options = new ReconnectionOptions(); // with the real source of chance
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var unvaried = Math.Min(5, Math.Pow(2, attempt));
            var delays = Enumerable.Range(0, 500).Select(_ => Backoff.Delay(options, attempt).TotalSeconds).ToArray();
            Assert.That(delays, Has.All.InRange(unvaried * 0.5, unvaried * 1.5));
            Assert.That(delays.Max() - delays.Min(), Is.GreaterThan(unvaried * 0.8), "they use the whole range");
        }
    }
}
