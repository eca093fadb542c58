using System.Text;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Protocol;

[Category("S9")]
public sealed class PacketSerializerTests
{
    private readonly PacketSerializer _serializer = new(userOptions: null, new SocketIOLimits());

    private static readonly TestCaseData[] Emissions =
    [
        new TestCaseData(new Emission("e"), "42[\"e\"]"),
        new TestCaseData(new Emission("e", null), "42[\"e\",null]"),
        new TestCaseData(new Emission("e", "héllo €"), "42[\"e\",\"héllo €\"]"),
        new TestCaseData(new Emission("e", ("a", 1)), "42[\"e\",\"a\",1]"),
        new TestCaseData(new Emission("e", new { Foo = "bar" }), "42[\"e\",{\"foo\":\"bar\"}]"),
        new TestCaseData(new Emission("e", new byte[] { 1 }), "451-[\"e\",{\"_placeholder\":true,\"num\":0}]"),
    ];

    [TestCaseSource(nameof(Emissions))]
    public void Event_writes_data_as_arguments(object emission, string expected)
    {
        using var packet = _serializer.Event("/", (Emission)emission, id: null);

        Assert.That(Encoding.UTF8.GetString(packet.Text.Span), Is.EqualTo(expected));
    }
}
