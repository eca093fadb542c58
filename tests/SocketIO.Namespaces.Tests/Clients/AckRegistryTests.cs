using System.Runtime.CompilerServices;
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

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_nextId")]
    private static extern ref long NextId(AckRegistry registry);
}
