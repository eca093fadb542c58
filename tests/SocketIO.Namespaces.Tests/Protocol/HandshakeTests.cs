using System.Text;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Protocol;

public sealed class HandshakeTests
{
    [Test]
    public void Parse_reads_every_field()
    {
        var handshake = Parse("""{"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}""");

        Assert.That(handshake.Sid, Is.EqualTo("lv_VI97HAXpY6yYWAAAC"));
        Assert.That(handshake.CanUpgradeToWebSocket, Is.True);
        Assert.That(handshake.PingInterval, Is.EqualTo(TimeSpan.FromSeconds(25)));
        Assert.That(handshake.PingTimeout, Is.EqualTo(TimeSpan.FromSeconds(20)));
        Assert.That(handshake.HeartbeatDeadline, Is.EqualTo(TimeSpan.FromSeconds(45)));
        Assert.That(handshake.MaxPayload, Is.EqualTo(1_000_000));
    }

    [TestCase("""{"sid":"s","pingInterval":1,"pingTimeout":1}""", TestName = "no upgrades, no maxPayload")]
    [TestCase("""{"sid":"s","upgrades":[],"pingInterval":1,"pingTimeout":1,"maxPayload":null}""")]
    [TestCase("""{"sid":"s","upgrades":null,"pingInterval":1,"pingTimeout":1,"maxPayload":0}""")]
    [TestCase("""{"sid":"s","upgrades":"websocket","pingInterval":1,"pingTimeout":1,"maxPayload":-1}""")]
    [TestCase("""{"sid":"s","upgrades":["webtransport",1,{"a":["websocket"]}],"pingInterval":1,"pingTimeout":1}""")]
    public void Parse_takes_what_is_not_offered_as_none(string json)
    {
        var handshake = Parse(json);

        Assert.That(handshake.CanUpgradeToWebSocket, Is.False);
        Assert.That(handshake.MaxPayload, Is.Null);
    }

    [Test]
    public void Parse_ignores_unknown_fields_and_takes_the_last_of_duplicates()
    {
        var handshake = Parse("""{"cookie":{"sid":"no"},"sid":"first","pingInterval":1000,"pingTimeout":2000,"x":[1],"sid":"last","pingInterval":3000}""");

        Assert.That(handshake.Sid, Is.EqualTo("last"));
        Assert.That(handshake.PingInterval, Is.EqualTo(TimeSpan.FromSeconds(3)));
    }

    [Test]
    public void Parse_accepts_a_day_and_unescapes_the_sid()
    {
        var handshake = Parse("""{"sid":"a\u0062c","pingInterval":86400000,"pingTimeout":1}""");

        Assert.That(handshake.Sid, Is.EqualTo("abc"));
        Assert.That(handshake.PingInterval, Is.EqualTo(TimeSpan.FromDays(1)));
    }

    [TestCase("", "well-formed")]
    [TestCase("{", "well-formed")]
    [TestCase("""{"sid":"s","pingInterval":1,"pingTimeout":1}x""", "well-formed")]
    [TestCase("[]", "object")]
    [TestCase("null", "object")]
    [TestCase("""{"pingInterval":1,"pingTimeout":1}""", "sid")]
    [TestCase("""{"sid":"","pingInterval":1,"pingTimeout":1}""", "sid")]
    [TestCase("""{"sid":null,"pingInterval":1,"pingTimeout":1}""", "sid")]
    [TestCase("""{"sid":7,"pingInterval":1,"pingTimeout":1}""", "sid")]
    [TestCase("""{"sid":"\ud800","pingInterval":1,"pingTimeout":1}""", "sid")]
    [TestCase("""{"sid":"s","pingTimeout":1}""", "pingInterval")]
    [TestCase("""{"sid":"s","pingInterval":1}""", "pingTimeout")]
    [TestCase("""{"sid":"s","pingInterval":-1,"pingTimeout":1}""", "pingInterval")]
    [TestCase("""{"sid":"s","pingInterval":0,"pingTimeout":1}""", "pingInterval")]
    [TestCase("""{"sid":"s","pingInterval":1e18,"pingTimeout":1}""", "pingInterval")]
    [TestCase("""{"sid":"s","pingInterval":1000000000000000000,"pingTimeout":1}""", "pingInterval")]
    [TestCase("""{"sid":"s","pingInterval":1,"pingTimeout":86400001}""", "pingTimeout")]
    [TestCase("""{"sid":"s","pingInterval":"25000","pingTimeout":1}""", "pingInterval")]
    [TestCase("""{"sid":"s","pingInterval":1.5,"pingTimeout":1}""", "pingInterval")]
    [TestCase("""{"sid":"s","pingInterval":null,"pingTimeout":1}""", "pingInterval")]
    [TestCase("""{"sid":"s","pingInterval":[25000],"pingTimeout":1}""", "pingInterval")]
    [TestCase("""{"sid":"s","pingInterval":1,"pingTimeout":1,"maxPayload":"1"}""", "maxPayload")]
    [TestCase("""{"sid":"s","pingInterval":1,"pingTimeout":1,"maxPayload":1e400}""", "maxPayload")]
    [Category("M16")]
    public void Parse_refuses_what_no_session_can_run_on(string json, string named)
        => Assert.That(() => Parse(json), Throws.TypeOf<SocketIOProtocolException>().With.Message.Contains(named));

    [Test]
    [Category("M16")]
    public void Parse_refuses_a_giant_sid_without_quoting_it()
    {
        var json = $$"""{"sid":"{{new string('x', 1_000_000)}}","pingInterval":1,"pingTimeout":1}""";

        Assert.That(() => Parse(json), Throws.TypeOf<SocketIOProtocolException>().With.Message.Length.LessThan(200));
    }

    [Test]
    [Category("M16")]
    public void Parse_refuses_what_is_not_UTF8()
        => Assert.That(() => Handshake.Parse([.. "{\"sid\":\""u8, 0xFF, .. "\"}"u8]), Throws.TypeOf<SocketIOProtocolException>());

    [Test]
    [Category("M19")]
    public void ToString_keeps_the_sid_secret()
        => Assert.That(Parse("""{"sid":"s3cret","pingInterval":1,"pingTimeout":1}""").ToString(), Does.Not.Contain("s3cret"));

    private static Handshake Parse(string json) => Handshake.Parse(Encoding.UTF8.GetBytes(json));
}
