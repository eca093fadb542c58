using System.Text;

namespace SocketIO.Namespaces.InteropTests.Faults.Hostile;

/// <summary>Packets that are not Socket.IO, one case per way of being wrong. The category <c>fault-41</c> names the row of the fault catalogue.</summary>
internal static class Malformed
{
    private const string Placeholder = """{"_placeholder":true,"num":0}""";

    /// <summary>The cases, over WebSocket, and one of each row over polling.</summary>
    public static IEnumerable<TestCaseData> Cases =>
        from row in Rows
        from attack in row.Attacks
        from transport in Enum.GetValues<TransportKind>()
        where transport == TransportKind.WebSocket || attack == row.Attacks[0] || row.Fault == 46 // the decoder is the same
        select new TestCaseData(transport, attack) { TestName = $"{row.Fault:00} {attack.Name}, {transport}" }.SetCategory($"fault-{row.Fault}");

    private static IEnumerable<(int Fault, Attack[] Attacks)> Rows { get; } =
    [
        (40, [new("a lone surrogate in an event's name", """42["\ud800"]""")]),
        (41,
        [
            new("an array that does not end", """42["a",1"""),
            new("JSON with a comment", """42["a"/**/]"""),
            new("text behind the array", """42["a"] x"""),
            new("a NaN", """42["a",NaN]"""),
            new("a raw control character", "42[\"a\n\"]"),
            new("a CONNECT of a string", "40\"x\""),
            new("a DISCONNECT with a payload", """41"x" """),
        ]),
        (42, [new("an event without data", "42"), new("an event with an id and without data", "421"), new("an empty array", "42[]")]),
        (43, [new("an event that is an object", "42{}"), new("a name that is a number", "42[1]"), new("a name that is an object", """42[{"toString":"foo"}]""")]),
        (44, [.. new[] { 65, 1_000, 1_000_000 }.Select(depth => new Attack($"{depth} levels of JSON", "42[\"a\"," + new string('[', depth) + new string(']', depth) + "]"))]),
        (46,
        [
            new("an unknown Engine.IO type", "9"),
            new("an empty Engine.IO packet", ""),
            new("an unknown Socket.IO type", "49"),
            new("an empty Socket.IO packet", "4"),
            new("a second handshake", """0{"sid":"x","upgrades":[],"pingInterval":1,"pingTimeout":1}"""),
        ]),
        (48,
        [
            new("an acknowledgement id of 30 digits", $"43{new string('1', 30)}[]"),
            new("an event id of a million digits", $"42{new string('2', 1_000_000)}[\"a\"]"),
            new("a negative acknowledgement id", "43-1[]"),
            new("an acknowledgement without an id", "43[]"),
            new("an acknowledgement that is an object", "431{}"),
        ]),
        (51, [new("text within a binary packet", $"451-[\"a\",{Placeholder}]", """42["a"]""")]),
        (52, [new("a binary message without a header", new byte[] { 1, 2, 3 })]),
        (53, [new("no attachments, and then a million", ["""450-["a"]""", .. Enumerable.Repeat(new byte[] { 1 }, 10)])]),
        (54, [.. new[] { "257", "2147483647", "9223372036854775808", "1e0", "0x1", "01", "-1", "", "+1", " 1", "1.0" }.Select(count => new Attack($"'{count}' attachments", $"45{count}-[\"a\",{Placeholder}]", new byte[] { 1 }))]),
        (55,
        [
            .. new[] { "-1", "0.5", "\"splice\"", "7", "null", "1e0", "true", "[0]" }.Select(number => new Attack($"placeholder {number}", $$"""451-["a",{"_placeholder":true,"num":{{number}}}]""", new byte[] { 1 })),
            new("a placeholder used twice", $"451-[\"a\",{Placeholder},{Placeholder}]", new byte[] { 1 }),
            new("a placeholder missing", """451-["a"]""", new byte[] { 1 }),
            new("a placeholder without a number", """451-["a",{"_placeholder":true}]""", new byte[] { 1 }),
        ]),
        (56, [.. new[] { "connect", "connect_error", "disconnect" }.Select(name => new Attack($"an event called {name}", $"42[\"{name}\"]"))]),
    ];
}
