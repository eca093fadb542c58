using System.Text.Encodings.Web;
using System.Text.Json;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests;

[TestFixtureSource(typeof(Peer), nameof(Peer.All))]
public sealed class AcknowledgementTests(Peer peer) : InteropTest(peer)
{
    private static readonly byte[] Bytes = [0, 1, 2, 254, 255];

    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public sealed record Parcel(string Name, byte[] Content);

    [Test]
    [Category("M2")]
    public async Task The_server_acknowledges_with_no_one_or_two_values()
    {
        var client = await ConnectAsync();

        var none = await client.CallAsync<JsonElement?>("ack").Within("an empty acknowledgement");
        var one = await client.CallAsync<string>("ack", "é").Within("one value");
        var (text, number) = await client.CallAsync<(string, int)>("ack", ("é", 2)).Within("two values");
        var first = await client.CallAsync<string>("ack", ("é", 2)).Within("the first of two values");
        await client.CallAsync("ack", "é").Within("an acknowledgement whose value does not matter");

        Assert.That(none, Is.Null);
        Assert.That(new[] { one, text, first }, Is.All.EqualTo("é"));
        Assert.That(number, Is.EqualTo(2));
    }

    [Test]
    [Category("M2")]
    public async Task The_server_acknowledges_with_binary()
    {
        var client = await ConnectAsync();

        var alone = await client.CallAsync<byte[]>("ack", Bytes).Within("bytes");
        var (name, second) = await client.CallAsync<(string, byte[])>("ack", ("name", Bytes)).Within("a value and bytes");
        var parcel = await client.CallAsync<Parcel>("ack", new Parcel("nested", Bytes)).Within("nested bytes");

        Assert.That(new[] { alone, second, parcel.Content }, Is.All.EqualTo(Bytes));
        Assert.That(new[] { name, parcel.Name }, Is.EqualTo(["name", "nested"]));
    }

    [Test]
    [Category("S13")]
    public async Task A_callback_is_given_the_values()
    {
        var values = new Recorder<object?[]>("a callback");
        var client = await ConnectAsync();

        await client.EmitAsync("ack", () => values.Add([]));
        Assert.That(await values.NextAsync(), Is.Empty);

        await client.EmitAsync("ack", ("é", 2, Bytes), (string text, int number, byte[] bytes) => values.Add([text, number, bytes]));
        Assert.That(await values.NextAsync(), Is.EqualTo(new object[] { "é", 2, Bytes }));
    }

    [Test]
    [Category("S12")]
    public async Task What_a_handler_returns_is_the_server_s_answer()
    {
        var client = CreateClient();
        client.On("nothing", () => { });
        client.On("null", () => (string?)null);
        client.On("one", (string text) => text + "!");
        client.On("two", (string text) => (text, 2));
        client.On("list", () => new[] { 1, 2 });
        client.On("task", async () => await Task.FromResult("later"));
        client.On("value task", () => ValueTask.FromResult(("later", true)));
        await ConnectAsync(client);

        string[] answers =
        [
            await AskAsync(client, "nothing"),
            await AskAsync(client, "null"),
            await AskAsync(client, ("one", "é")),
            await AskAsync(client, ("two", "é")),
            await AskAsync(client, "list"),
            await AskAsync(client, "task"),
            await AskAsync(client, "value task"),
        ];

        Assert.That(answers, Is.EqualTo(
            ["[]", "[null]", """["é!"]""", """["é",2]""", "[[1,2]]", """["later"]""", """["later",true]"""]));
    }

    [Test]
    [Category("S12")]
    public async Task A_handler_may_answer_with_binary()
    {
        var client = CreateClient();
        client.On("bytes", (byte[] bytes) => bytes);
        client.On("nested", (Parcel parcel) => (parcel, "and", parcel.Content));
        await ConnectAsync(client);

        var bytes = await client.CallAsync<byte[][]>("ask", ("bytes", Bytes)).Within("bytes");
        var nested = await client.CallAsync<JsonElement>("ask", ("nested", new Parcel("name", Bytes))).Within("nested bytes");

        Assert.That(bytes.Single(), Is.EqualTo(Bytes));
        Assert.That(nested.GetArrayLength(), Is.EqualTo(3));
        Assert.That(nested[0].GetProperty("name").GetString(), Is.EqualTo("name"));
    }

    [Test]
    [Category("M8")]
    public async Task A_handler_may_call_the_server()
    {
        var client = CreateClient();
        client.On("question", async (int number) => await client.CallAsync<int>("ack", number) + 1);
        await ConnectAsync(client);

        Assert.That(await AskAsync(client, ("question", 41)), Is.EqualTo("[42]"));
    }

    private static async Task<string> AskAsync(AsyncClient client, object question)
    {
        var answer = await client.CallAsync<JsonElement>("ask", question).Within($"the answer to {question}");
        return JsonSerializer.Serialize(answer, Unescaped);
    }
}
