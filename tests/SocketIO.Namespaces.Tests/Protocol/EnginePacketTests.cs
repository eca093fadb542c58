using System.Text;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Protocol;

public sealed class EnginePacketTests
{
    [TestCase("0{\"sid\":\"x\"}", EnginePacketType.Open, "{\"sid\":\"x\"}")]
    [TestCase("1", EnginePacketType.Close, "")]
    [TestCase("2", EnginePacketType.Ping, "")]
    [TestCase("2probe", EnginePacketType.Ping, "probe")]
    [TestCase("3probe", EnginePacketType.Pong, "probe")]
    [TestCase("4hello", EnginePacketType.Message, "hello")]
    [TestCase("4€", EnginePacketType.Message, "€")]
    [TestCase("5", EnginePacketType.Upgrade, "")]
    [TestCase("6", EnginePacketType.Noop, "")]
    public void Decode_reads_type_and_data(string text, object type, string data)
    {
        var packet = EnginePacket.Decode(Encoding.UTF8.GetBytes(text));

        Assert.That(packet.Type, Is.EqualTo(type));
        Assert.That(Encoding.UTF8.GetString(packet.Data.Span), Is.EqualTo(data));
        Assert.That(packet.IsBinary, Is.False);
    }

    [TestCase("")]
    [TestCase("7")]
    [TestCase("9")]
    [TestCase("/")]
    [TestCase(" 4")]
    [TestCase("bAQID")]
    [TestCase("96:0{\"sid\":\"x\"}", Description = "the handshake of a 2.x server over polling")]
    [Category("M16")]
    public void Decode_refuses_what_is_no_packet(string text)
        => Assert.That(() => EnginePacket.Decode(Encoding.UTF8.GetBytes(text)), Throws.TypeOf<SocketIOProtocolException>());
}
