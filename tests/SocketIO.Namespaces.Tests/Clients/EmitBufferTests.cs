using System.Text;
using SocketIO.Namespaces.Clients.Sending;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>Whatever comes back keeps its place.</summary>
[Category("M6")]
internal sealed class EmitBufferTests
{
    private readonly EmitBuffer _buffer = new(new SocketIOLimits(), TimeProvider.System);

    [TearDown]
    public void DisposePackets() => _ = TakeAll();

    [Test]
    public void What_was_not_sent_comes_back_in_front_in_order()
    {
        _buffer.Append(Packet(3));
        _buffer.Prepend([Packet(1), Packet(2)]);

        Assert.That(TakeAll(), Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public void A_packet_that_was_taken_goes_behind_those_taken_before_it()
    {
        Append(1, 2, 3);
        var first = Take();
        var second = Take();
        _buffer.Prepend([first]);
        _buffer.Restore(second);

        Assert.That(TakeAll(), Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public void A_packet_that_came_back_before_those_taken_before_it_goes_behind_them_too()
    {
        Append(1, 2, 3);
        var first = Take();
        var second = Take();
        _buffer.Restore(second);
        _buffer.Prepend([first]);

        Assert.That(TakeAll(), Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public void A_packet_that_came_back_once_and_is_taken_again_comes_back_to_the_front()
    {
        _buffer.Prepend([Packet(1), Packet(2)]);
        _buffer.Append(Packet(3));
        _buffer.Restore(Take());

        Assert.That(TakeAll(), Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public void A_packet_that_was_taken_keeps_its_place_though_the_one_before_it_is_withdrawn()
    {
        Append(1, 2, 3, 4);
        var first = Take();
        var second = Take();
        var third = Take();
        _buffer.Prepend([first, second]);
        foreach (var withdrawn in _buffer.TakeWhere(packet => packet == second))
            withdrawn.Dispose();
        _buffer.Restore(third);

        Assert.That(TakeAll(), Is.EqualTo(new[] { 1, 3, 4 }));
    }

    private static OutgoingPacket Packet(int number)
    {
        var packet = Packets.Event($"[{number}]");
        packet.Origin = new PacketOrigin(null, null, IsCall: false, Expires: long.MaxValue);
        return packet;
    }

    private void Append(params int[] numbers)
    {
        foreach (var number in numbers)
            _buffer.Append(Packet(number));
    }

    private OutgoingPacket Take() => _buffer.TryTake(out var packet, []) ? packet : throw new AssertionException("Nothing waits.");

    private List<int> TakeAll()
    {
        List<int> numbers = [];
        while (_buffer.TryTake(out var packet, []))
        {
            using (packet)
                numbers.Add(Encoding.UTF8.GetString(packet.Text.Span)[^2] - '0');
        }

        return numbers;
    }
}
