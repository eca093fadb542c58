using System.Globalization;

namespace SocketIO.Namespaces.InteropTests.Faults.Hostile;

/// <summary>What is odd, but no reason to end a connection: it is ignored, or it is an event like others.</summary>
internal static class Harmless
{
    public static IEnumerable<TestCaseData> Cases =>
        from row in Rows
        from attack in row.Attacks
        from transport in Enum.GetValues<TransportKind>()
        where transport == TransportKind.WebSocket || attack == row.Attacks[0] || row.Fault == 46 // the decoder is the same
        select new TestCaseData(transport, attack) { TestName = $"{row.Fault:00} {attack.Name}, {transport}" }.SetCategory($"fault-{row.Fault}");

    private static IEnumerable<(int Fault, Attack[] Attacks)> Rows { get; } =
    [
        (21, [new("a late refusal", """44{"message":"too late"}"""), new("a late refusal without payload", "44"), new("a late refusal of a number", "441")]),
        (22, [new("a second CONNECT", """40{"sid":"again"}"""), new("a CONNECT of a namespace never asked for", """40/other,{"sid":"x"}""")]),
        (40, [new("a lone surrogate in an argument", """42["unheard","\udfff"]""")]),
        (45,
        [
            new("keys given twice", """42["unheard",{"a":1,"a":2}]"""),
            new("__proto__", """42["unheard",{"__proto__":{"polluted":true},"constructor":{"prototype":{}}}]"""),
            new("1e400", """42["unheard",1e400,-1e-400]"""),
            new("a number of 40 digits", $"42[\"unheard\",{new string('9', 40)}]"),
            new("a string of 10 MB", $"42[\"unheard\",\"{new string('x', 10_000_000)}\"]"),
            new("a name of 1 MB", $"42[\"{new string('x', 1_000_000)}\"]"),
            new("100,000 keys", $"42[\"unheard\",{{{string.Join(',', Enumerable.Range(0, 100_000).Select(number => $"\"k{number.ToString(CultureInfo.InvariantCulture)}\":1"))}}}]"),
            new("100,000 arguments", $"42[\"unheard\",{string.Join(',', Enumerable.Repeat('1', 100_000))}]"),
        ]),
        (46, [new("a noop", "6"), new("a pong nobody asked for", "3"), new("an upgrade nobody asked for", "5")]),
        (47, [new("an acknowledgement nobody waits for", "4399[]"), new("a binary one", """461-99[{"_placeholder":true,"num":0}]""", new byte[] { 1 })]),
        (48, [.. new[] { 1L << 31, 1L << 53, long.MaxValue }.Select(id => new Attack($"acknowledgement {id}", $"43{id}[]"))]),
        (57,
        [
            new("an event of an unknown namespace", """42/other,["a"]"""),
            new("a binary one", """451-/other,["a",{"_placeholder":true,"num":0}]""", new byte[] { 1 }),
            new("a DISCONNECT of an unknown namespace", "41/other,"),
            new("a refusal of an unknown namespace", """44/other,{"message":"no"}"""),
        ]),
        (75, [new("control characters in a name", "42[\"evil\\r\\nerror: forged \\u001b[31m\"]")]),
        (56, [new("an event called error that nobody handles", """42["error"]""")]),
    ];
}
