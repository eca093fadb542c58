using System.Text;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Protocol;

[Category("M16")]
public sealed class PacketDecoderMalformedTests
{
    [TestCase("", TestName = "empty")]
    [TestCase("7")]
    [TestCase("9")]
    [TestCase("x")]
    [TestCase(" 2[\"e\"]")]
    [TestCase("2")]
    [TestCase("2{}")]
    [TestCase("2[]")]
    [TestCase("2\"e\"")]
    [TestCase("2null")]
    [TestCase("2[1]")]
    [TestCase("2[1,\"e\"]")]
    [TestCase("2[null]")]
    [TestCase("2[{\"toString\":\"foo\"}]")]
    [TestCase("2[[\"e\"]]")]
    [TestCase("2 [\"e\"]")]
    [TestCase("2 1[\"e\"]")]
    [TestCase("21 [\"e\"]")]
    [TestCase("2[\"e\"")]
    [TestCase("2[\"e\",]")]
    [TestCase("2[\"e\"]]")]
    [TestCase("2[\"e\"]x")]
    [TestCase("2[\"e\"][\"e\"]")]
    [TestCase("2[\"e\",nope]")]
    [TestCase("2[\"e\",01]")]
    [TestCase("2[\"e\",NaN]")]
    [TestCase("2[\"e\",'x']")]
    [TestCase("2[\"e\"/**/]")]
    [TestCase("2[\"e\",\"\n\"]")]
    [TestCase("2[\"e\",\"\\x\"]")]
    [TestCase("2[\"e\",\"\\ud8\"]")]
    [TestCase("2[\"\\ud800\"]")]
    [TestCase("2/admin[\"x\"]")]
    [TestCase("2/admin[\"x\",1]")]
    [TestCase("2/admin")]
    [TestCase("2/admin,")]
    [TestCase("2/admin,7")]
    [TestCase("2-1[\"e\"]")]
    [TestCase("2+1[\"e\"]")]
    [TestCase("21.5[\"e\"]")]
    [TestCase("21e3[\"e\"]")]
    [TestCase("2007[\"e\"]")]
    [TestCase("29223372036854775808[\"e\"]")]
    [TestCase("2123456789012345678901234567890[\"e\"]")]
    [TestCase("2[\"connect\"]", Category = "S4")]
    [TestCase("2[\"connect_error\",{}]", Category = "S4")]
    [TestCase("2[\"disconnect\",\"io server disconnect\"]", Category = "S4")]
    [TestCase("2[\"dis\\u0063onnect\"]", Category = "S4")]
    [TestCase("3[]")]
    [TestCase("30")]
    [TestCase("37")]
    [TestCase("37{}")]
    [TestCase("37\"x\"")]
    [TestCase("3/n,[1]")]
    [TestCase("0[]")]
    [TestCase("0\"x\"")]
    [TestCase("0null")]
    [TestCase("0{")]
    [TestCase("0{}{}")]
    [TestCase("0 {}")]
    [TestCase("07{}")]
    [TestCase("0/admin{\"sid\":\"x\"}")]
    [TestCase("1\"x\"")]
    [TestCase("1[]")]
    [TestCase("1{}")]
    [TestCase("17")]
    [TestCase("47\"x\"")]
    [TestCase("47{}")]
    [TestCase("4nul")]
    [TestCase("4\"x")]
    [TestCase("4\"x\"y")]
    public void Refused(string text)
    {
        using var codec = new Codec();

        Assert.That(() => codec.TryDecode(text), Throws.TypeOf<SocketIOProtocolException>());
        Assert.That(codec.Pool.Incoming.Count, Is.LessThanOrEqualTo(1));
        Assert.That(codec.Decoder.IsIncomplete, Is.False);
    }

    [Test]
    public void Invalid_UTF8_is_refused_wherever_it_stands()
    {
        byte[][] bad =
        [
            [.. "2[\"e"u8, 0xFF, .. "\"]"u8],
            [.. "2[\"e\",\""u8, 0xC0, 0x80, .. "\"]"u8],
            [.. "2[\"e\",\""u8, 0xED, 0xA0, 0x80, .. "\"]"u8],
            [.. "2[\"e\",{\""u8, 0xE2, 0x82, .. "\":1}]"u8],
            [.. "2/"u8, 0xFF, .. ",[\"e\"]"u8],
        ];

        using var codec = new Codec();
        foreach (var text in bad)
            Assert.That(() => codec.Decoder.DecodeText(text), Throws.TypeOf<SocketIOProtocolException>().With.Message.Contains("UTF-8"));
    }

    [Test]
    public void Depth_is_limited_at_any_size([Values(65, 1_000, 1_000_000)] int depth, [Values] bool asObjects)
    {
        using var codec = new Codec();
        var (open, close) = asObjects ? ("{\"a\":", "}") : ("[", "]");
        var text = $"2[\"e\",{Repeat(open, depth - 1)}1{Repeat(close, depth - 1)}]";

        Assert.That(() => codec.TryDecode(text), Throws.TypeOf<SocketIOProtocolException>().With.Message.Contains("64"));
    }

    [Test]
    public void Depth_up_to_the_limit_is_accepted()
    {
        using var codec = new Codec();

        using var packet = codec.Decode($"2[\"e\",{Repeat("[", 63)}{Repeat("]", 63)}]");

        Assert.That(packet.ElementCount, Is.EqualTo(2));
    }

    [Test]
    public void Depth_is_an_option()
    {
        using var codec = new Codec(new SocketIOLimits { JsonDepth = 1000 });
        using var packet = codec.Decode($"2[\"e\",{Repeat("[", 999)}{Repeat("]", 999)}]");

        Assert.That(() => codec.TryDecode($"2[\"e\",{Repeat("[", 1000)}{Repeat("]", 1000)}]"), Throws.TypeOf<SocketIOProtocolException>());
    }

    [Test]
    public void A_hundred_million_digits_end_at_the_twentieth()
    {
        using var codec = new Codec();
        var text = Encoding.UTF8.GetBytes("2" + new string('2', 10_000_000));

        Assert.That(() => codec.Decoder.DecodeText(text), Throws.TypeOf<SocketIOProtocolException>().With.Message.Length.LessThan(200));
    }

    [Test]
    public void Messages_do_not_quote_what_the_peer_sent([Values(
        "2[\"e\",s3cret-s3cret-s3cret]", "2[\"e\",trs3cret-s3cret]", "2[\"e\",\"s3cret\\s3cret\"]", "0/s3cret{", "2[\"e\",1s3cret]")] string text)
    {
        using var codec = new Codec();

        var exception = Assert.Throws<SocketIOProtocolException>(() => codec.TryDecode(text));

        Assert.That(exception!.ToString(), Does.Not.Contain("s3cret"));
    }

    [Test]
    public void Large_harmless_packets_are_accepted()
    {
        using var codec = new Codec();
        var properties = string.Join(",", Enumerable.Range(0, 100_000).Select(i => $"\"{i}\":{i}"));
        using var wide = codec.Decode($"2[\"e\",{{{properties}}}]");
        using var longText = codec.Decode($"2[\"e\",\"{new string('x', 10_000_000)}\"]");

        Assert.That(wide.ElementCount, Is.EqualTo(2));
        Assert.That(longText.Element(1).Length, Is.EqualTo(10_000_002));
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
