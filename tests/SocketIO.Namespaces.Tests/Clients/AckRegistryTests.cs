using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;
using SocketIO.Namespaces.Clients.Sending;

namespace SocketIO.Namespaces.Tests.Clients;

[Category("M2")]
public sealed class AckRegistryTests
{
    [TestCase(int.MaxValue)]
    [TestCase(uint.MaxValue)]
    [Category("fault-49")]
    public void Ids_go_on_where_shorter_ones_would_wrap(long emitted)
    {
        var registry = new AckRegistry(limit: 10, TimeProvider.System, _ => { });
        var first = new PendingCall("first");
        var firstId = registry.Add(first);
        NextId(registry) = emitted;

        PendingCall[] calls = [new("a"), new("b"), new("c")];
        var ids = Array.ConvertAll(calls, registry.Add);

        Assert.That(ids, Is.EqualTo(new[] { emitted, emitted + 1, emitted + 2 }));
        Assert.That((registry.TryTake(firstId, out var taken), taken), Is.EqualTo((true, first)));
        foreach (var (id, call) in ids.Zip(calls))
            Assert.That((registry.TryTake(id, out taken), taken), Is.EqualTo((true, call)));
    }

    [Test]
    public void An_answer_is_awaited_for_days_or_for_ever_where_that_is_asked_for()
    {
        var clock = new FakeTimeProvider();
        List<long> expired = [];
        var registry = new AckRegistry(limit: 10, clock, _ => { }) { Expired = (id, _) => expired.Add(id) };
        var (forDays, forEver) = (registry.Add(new PendingCall("for days")), registry.Add(new PendingCall("for ever")));
        registry.SetDeadline(forDays, TimeSpan.FromDays(3));
        registry.SetDeadline(forEver, Timeout.InfiniteTimeSpan);

        clock.Advance(TimeSpan.FromDays(2));
        Assert.That(expired, Is.Empty);
        clock.Advance(TimeSpan.FromDays(1));
        Assert.That(expired, Is.EqualTo(new[] { forDays }));
        clock.Advance(TimeSpan.FromDays(365));
        Assert.That(registry.Contains(forEver), Is.True);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_nextId")]
    private static extern ref long NextId(AckRegistry registry);
}
