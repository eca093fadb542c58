using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Transports;

[Category("M16")]
internal sealed class ReceiveBufferTests
{
    [TestCase(9_999)]
    [TestCase(10_000)]
    public void Advance_up_to_the_limit_keeps_what_arrived(int length)
    {
        var buffer = new ReceiveBuffer(10_000);

        Receive(buffer, length);

        Assert.That(buffer.Data.Length, Is.EqualTo(length));
        buffer.Release();
    }

    [Test]
    public void Advance_past_the_limit_names_it()
    {
        var buffer = new ReceiveBuffer(10_000);

        Assert.That(() => Receive(buffer, 10_001), Throws.TypeOf<SocketIOProtocolException>().With.Message.Contains("Limits.MessageBytes")
            .And.Property(nameof(SocketIOException.Limit)).EqualTo(nameof(SocketIOLimits.MessageBytes)));
        buffer.Release();
    }

    private static void Receive(ReceiveBuffer buffer, int length)
    {
        for (var left = length; left > 0;)
        {
            var count = Math.Min(left, Math.Min(1_000, buffer.GetRoom().Length));
            buffer.Advance(count);
            left -= count;
        }
    }
}
