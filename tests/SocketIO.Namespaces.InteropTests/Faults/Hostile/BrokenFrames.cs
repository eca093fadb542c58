using System.Buffers.Binary;

namespace SocketIO.Namespaces.InteropTests.Faults.Hostile;

/// <summary>WebSocket frames that break the rules of RFC 6455.</summary>
internal static class BrokenFrames
{
    private const byte Final = 0x80;
    private const byte Text = 1;
    private const byte Close = 8;
    private const byte Ping = 9;

    public static IEnumerable<TestCaseData> Cases =>
    [
        Case(36, "a continuation of nothing", Frame(Final | 0, [1])),
        Case(36, "a message within a message", [.. Frame(Text, [1]), .. Frame(Final | Text, [1])]),
        Case(37, "a length of 2^63", [Final | Text, 127, 0x80, 0, 0, 0, 0, 0, 0, 0]),
        Case(38, "a compressed frame that nobody agreed to", Frame(Final | 0x40 | Text, [1])),
        Case(39, "a deflate block with BFINAL", Frame(Final | 0x40 | Text, [0x03, 0x00])),
        Case(39, "reserved bits", Frame(Final | 0x30 | Text, [1])),
        Case(40, "text that is not UTF-8", Frame(Final | Text, [(byte)'4', (byte)'2', 0xc3, 0x28])),
        Case(46, "an unknown opcode", Frame(Final | 3, [1])),
        Case(46, "a masked frame", [Final | Text, 0x81, 1, 2, 3, 4, 5]),
        Case(46, "a ping of 126 bytes", [Final | Ping, 126, 0, 126, .. new byte[126]]),
        Case(46, "a ping in two frames", Frame(Ping, [1])),
        Case(46, "a close frame of one byte", Frame(Final | Close, [1])),
        Case(46, "a close frame with code 0", Frame(Final | Close, [0, 0])),
        Case(46, "a close frame whose reason is not UTF-8", Frame(Final | Close, [0x03, 0xe8, 0xff])),
    ];

    /// <summary>The head of a message whose length is announced, but not sent.</summary>
    public static byte[] Announce(long length)
    {
        byte[] head = [Final | Text, 127, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(2), length);
        return head;
    }

    /// <summary>One byte of a text message that has no end.</summary>
    public static byte[] Fragment(bool isFirst) => Frame(isFirst ? Text : (byte)0, [(byte)'4']);

    private static byte[] Frame(int head, byte[] payload) => [(byte)head, (byte)payload.Length, .. payload];

    private static TestCaseData Case(int fault, string name, byte[] bytes)
        => new TestCaseData(bytes) { TestName = $"{fault} {name}" }.SetCategory($"fault-{fault}");
}
