using System.Text;
using Microsoft.Extensions.Time.Testing;
using SocketIO.Namespaces.Clients.Joining;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Clients;

[Category("M11")]
internal sealed class SessionRecoveryTests
{
    private readonly PacketDecoder _decoder = new(new SocketIOLimits());
    private SessionRecovery _recovery = null!;

    [SetUp]
    public void Begin()
    {
        _recovery = new SessionRecovery(new FakeTimeProvider());
        _recovery.Begin("p");
    }

    [Test]
    public void An_event_without_a_place_in_the_inbox_does_not_count()
    {
        Read("1");
        _recovery.Commit();
        Read("2");

        Assert.That(LastOffset(), Is.EqualTo("\"1\""));
    }

    [Test]
    public void A_string_too_long_is_no_offset()
    {
        Read(new string('x', 300));
        _recovery.Commit();

        Assert.That(LastOffset(), Is.Empty);
    }

    [Test]
    public void Noting_offsets_costs_no_memory()
    {
        using var packet = Event("of no known form");
        Note(packet);
        Note(packet);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Note(packet);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private void Note(IncomingPacket packet)
    {
        _recovery.Read(packet);
        _recovery.Commit();
    }

    private void Read(string offset)
    {
        using var packet = Event(offset);
        _recovery.Read(packet);
    }

    private IncomingPacket Event(string offset) => _decoder.DecodeText(Encoding.UTF8.GetBytes($"""2["news","{offset}"]"""))!;

    private string LastOffset() => Encoding.UTF8.GetString(_recovery.Request()!.Offset);
}
