namespace SocketIO.Namespaces.InteropTests.Faults.Hostile;

/// <summary>First packets that open no session.</summary>
internal static class BadHandshakes
{
    private const string Proper = "\"sid\":\"x\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000";

    public static IEnumerable<TestCaseData> Cases =>
        from handshake in All
        from transport in Enum.GetValues<TransportKind>()
        where transport == TransportKind.WebSocket || handshake.Fault == 17 // the parser is the same
        select new TestCaseData(transport, handshake.Packet) { TestName = $"{handshake.Fault} {handshake.Name}, {transport}" }.SetCategory($"fault-{handshake.Fault}");

    private static IEnumerable<(int Fault, string Name, string Packet)> All =>
    [
        (17, "a CONNECT in place of the handshake", """40{"sid":"x"}"""),
        (17, "an event in place of the handshake", """42["a"]"""),
        (17, "a ping in place of the handshake", "2"),
        (17, "a page in place of the handshake", "<html><body>It works!</body></html>"),
        (19, "no JSON", "0"),
        (19, "half of the JSON", $"0{{{Proper}"),
        (19, "an array", "0[]"),
        (19, "no sid", """0{"upgrades":[],"pingInterval":25000,"pingTimeout":20000}"""),
        (19, "an empty sid", """0{"sid":"","pingInterval":25000,"pingTimeout":20000}"""),
        (19, "a sid of 1 MB", $"0{{\"sid\":\"{new string('x', 1_000_000)}\",\"pingInterval\":25000,\"pingTimeout\":20000}}"),
        (19, "a sid that is no Unicode", """0{"sid":"\ud800","pingInterval":25000,"pingTimeout":20000}"""),
        (19, "a number as sid, given last", $"0{{{Proper},\"sid\":1}}"),
        .. from value in new[] { "-1", "0", "1000000000000000000", "1e18", "\"25000\"", "null", "0.5", "86400001", "[]" }
           from name in new[] { "pingInterval", "pingTimeout" }
           select (19, $"{name} {value}", $"0{{{Proper},\"{name}\":{value}}}"),
        (19, "maxPayload 1e400", $"0{{{Proper},\"maxPayload\":1e400}}"),
    ];
}
