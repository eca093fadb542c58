using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Protocol;

public sealed class PacketPoolTests
{
    private const string Zero = """{"_placeholder":true,"num":0}""";

    private static readonly string Large = new('x', 10_000);

    [Test]
    public void Large_packets_rent_and_give_back()
    {
        using var codec = new Codec();
        var outgoing = codec.Serializer.Event("/", new Emission("e", (Large, new byte[5000])), id: null);
        Assert.That(codec.Buffers.Outstanding, Is.EqualTo(1), "what was needed to write it is back");

        var incoming = codec.Transfer(outgoing);
        Assert.That(codec.Buffers.Outstanding, Is.EqualTo(1));

        incoming.Dispose();
        Assert.That(codec.Buffers.Outstanding, Is.Zero);
    }

    [Test]
    public void Small_packets_rent_nothing()
    {
        using var codec = new Codec();
        codec.Transfer(codec.Serializer.Event("/", new Emission("e", new byte[100]), id: null)).Dispose();

        Assert.That(codec.Buffers.Rents, Is.Zero);
    }

    [Test]
    public void Packets_are_reused()
    {
        using var codec = new Codec();
        for (var i = 0; i < 10; i++)
            codec.Transfer(codec.Serializer.Event("/", new Emission("e", i), id: null)).Dispose();

        Assert.That(codec.Pool.Incoming.Count, Is.EqualTo(1));
        Assert.That(codec.Pool.Outgoing.Count, Is.EqualTo(1));
    }

    [Test]
    public void Refused_packet_is_given_back_at_once()
    {
        using var codec = new Codec();
        codec.Decode("2[\"e\"]").Dispose();

        Assert.That(() => codec.TryDecode($"2[\"e\",\"{Large}\"]]"), Throws.TypeOf<SocketIOProtocolException>());

        Assert.That(codec.Buffers.Outstanding, Is.Zero);
        Assert.That(codec.Pool.Incoming.Count, Is.EqualTo(1));
    }

    [Test]
    public void Packet_left_incomplete_is_given_back_by_the_decoder()
    {
        using var codec = new Codec();
        codec.TryDecode($"52-[\"e\",\"{Large}\",{Zero},{{\"_placeholder\":true,\"num\":1}}]", [1]);
        Assert.That(codec.Buffers.Outstanding, Is.EqualTo(1));

        codec.Decoder.Dispose();
        codec.Decoder.Dispose();

        Assert.That(codec.Buffers.Outstanding, Is.Zero);
        Assert.That(codec.Pool.Incoming.Count, Is.EqualTo(1));
    }

    [Test]
    public void Packets_with_extraordinary_many_parts_are_not_kept()
    {
        using var codec = new Codec();
        codec.Decode($"2[\"e\"{string.Concat(Enumerable.Repeat(",0", 1000))}]").Dispose();

        Assert.That(codec.Pool.Incoming.Count, Is.Zero);
    }

    [Test]
    public void Disposing_twice_gives_back_once()
    {
        using var codec = new Codec();
        var packet = codec.Serializer.Event("/", new Emission("e", Large), id: null);
        packet.Dispose();

#if DEBUG
        Assert.That(packet.Dispose, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => packet.Text, Throws.TypeOf<ObjectDisposedException>());
#else
        Assert.That(packet.Dispose, Throws.Nothing);
#endif
        Assert.That(codec.Pool.Outgoing.Count, Is.EqualTo(1));
        Assert.That(codec.Buffers.Outstanding, Is.Zero);
    }

    [Test]
    public void Control_packets_may_be_disposed_and_sent_again()
    {
        var pong = OutgoingPacket.Control("3"u8);
        pong.Dispose();
        pong.Dispose();

        Assert.That(Codec.TextOf(pong), Is.EqualTo("3"));
        Assert.That(pong.AttachmentCount, Is.Zero);
        Assert.That(pong.ByteCount, Is.EqualTo(1));
    }

    [Test]
    public void Pool_is_bounded()
    {
        var pool = new ObjectPool<object>(() => new object(), capacity: 2);
        for (var i = 0; i < 5; i++)
            pool.Return(new object());

        Assert.That(pool.Count, Is.EqualTo(2));
    }

    [Test]
    public void Pool_never_gives_one_object_to_two_threads()
    {
        var pool = new ObjectPool<int[]>(() => new int[1], capacity: 4);

        Parallel.For(0, 4, _ =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                var item = pool.Rent();
                Assert.That(Interlocked.Increment(ref item[0]), Is.EqualTo(1));
                Interlocked.Decrement(ref item[0]);
                pool.Return(item);
            }
        });

        Assert.That(pool.Count, Is.LessThanOrEqualTo(4));
    }

    [Test]
    [Category("F6")]
    public void Small_events_cost_no_allocation_of_ours()
    {
        using var codec = new Codec();
        var text = "2[\"message\",{\"text\":\"hello\",\"room\":7}]"u8.ToArray();
        var data = new { Text = "hello", Room = 7 };
        for (var i = 0; i < 100; i++)
            Exchange();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Exchange();

        Assert.That((GC.GetAllocatedBytesForCurrentThread() - before) / 1000.0, Is.LessThan(8));

        void Exchange()
        {
            codec.Decoder.DecodeText(text)!.Dispose();
            codec.Serializer.Event("/chat", new Emission("message", data), id: 7).Dispose();
        }
    }
}
