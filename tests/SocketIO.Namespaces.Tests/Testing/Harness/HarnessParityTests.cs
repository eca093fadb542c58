using System.Text.Json;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Testing.Harness;

/// <summary>The harness and a client on a real server show the same of a class.</summary>
public sealed class HarnessParityTests
{
    private static readonly (string EventName, object? Argument)[] Raised =
    [
        ("my event", new { Text = "é\"<", When = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc) }),
        ("myEvent", new Message("again", null)),
        ("sum", new[] { 1.5, 2 }),
        ("store", new byte[] { 1, 2, 3 }),
        ("look_up", "key"),
        ("refuse", null),
        ("tuple", ("a", new[] { 1 }, new byte[] { 7 })),
    ];

    [Test]
    public async Task What_is_emitted_and_acknowledged_is_the_same()
    {
        var (inHarness, acknowledgedInHarness) = await RunInHarnessAsync();
        var (onServer, acknowledgedOnServer) = await RunOnServerAsync();

        Assert.That(inHarness, Has.Count.EqualTo(7));
        Assert.That(inHarness, Is.EqualTo(onServer));
        Assert.That(acknowledgedInHarness, Is.EqualTo(acknowledgedOnServer));
    }

    private static string LookUp(string key) => $"value of {key}";

    private static async Task<(List<string> Emitted, List<string?> Acknowledged)> RunInHarnessAsync()
    {
        var wire = NamespaceHarness.Attach(new Everything());
        wire.On("ask", LookUp);
        List<string?> acknowledged = [];
        foreach (var (eventName, argument) in Raised)
        {
            var values = await wire.RaiseAsync(eventName, argument).Within();
            acknowledged.Add(values!.Length == 0 ? null : values[0].GetRawText());
        }

        return ([.. wire.Emitted.Select(emitted => emitted.ToString())], acknowledged);
    }

    private static async Task<(List<string> Emitted, List<string?> Acknowledged)> RunOnServerAsync()
    {
        await using var server = await SocketIOTestServer.StartAsync();
        await using var client = new AsyncClient(options => options.Url = server.Url);
        client.RegisterNamespace(new Everything());
        var root = server.Of("/");
        root.On("ask", LookUp);
        await client.ConnectAsync().Within();
        await root.WaitForClientAsync();
        List<string?> acknowledged = [];
        foreach (var (eventName, argument) in Raised)
            acknowledged.Add((await root.CallAsync<JsonElement?>(eventName, argument).Within())?.GetRawText());
        return ([.. root.Received.Select(received => received.ToString())], acknowledged);
    }

    private sealed record Message(string Text, DateTime? When);

    private sealed class Everything : AsyncClientNamespace
    {
        public ValueTask OnConnect() => EmitAsync("here");

        public async Task<Message> OnMyEvent(Message message)
        {
            await EmitAsync("heard", message);
            return message with { Text = message.Text + "!" };
        }

        public double OnSum(double[] numbers) => numbers.Sum();

        public ValueTask OnStore(byte[] content) => EmitAsync("stored", (content.Length, content));

        public async Task<string> OnLookUp(string key)
        {
            var value = await CallAsync<string>("ask", key);
            await SendAsync(value);
            return value;
        }

        public void OnRefuse() => throw new EventException("refused", new { code = 7 });

        public async Task<byte[]> OnTuple(string text, int[] numbers, byte[] content)
        {
            await EmitAsync("tuple", (text, numbers));
            return content;
        }
    }
}
