using System.Text;
using System.Text.Json;
using SocketIO.Namespaces.InteropTests.Servers;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests;

/// <summary>What is sent is what arrives: the sample holds every JSON type and every kind of Unicode, and the servers know it by themselves.</summary>
[TestFixtureSource(typeof(Peer), nameof(Peer.All))]
[Category("S5")]
[Category("S9")]
public sealed class ValueTests(Peer peer) : InteropTest(peer)
{
    private static readonly JsonElement Sample = JsonElement.Parse(File.ReadAllText(ServerFiles.Of("sample.json")));

    public sealed record Order(string Name, int Count, decimal Price, DateTimeOffset At, string[] Tags, Order? Previous = null);

    [Test]
    public async Task Every_kind_of_value_reaches_the_server()
    {
        var client = await ConnectAsync();

        Assert.That(await client.CallAsync<bool>("is-sample", Sample).Within("the server's verdict"), Is.True);
    }

    [Test]
    public async Task Every_kind_of_value_comes_as_an_answer()
    {
        var client = await ConnectAsync();

        var answer = await client.CallAsync<JsonElement>("sample").Within("the sample");

        Assert.That(JsonElement.DeepEquals(answer, Sample), Is.True, answer.GetRawText);
    }

    [Test]
    public async Task Every_kind_of_value_comes_as_an_event()
    {
        var echoes = Echoes(out AsyncClient client);
        await ConnectAsync(client);

        await client.EmitAsync("echo", Sample);

        var heard = await echoes.NextAsync();
        Assert.That(JsonElement.DeepEquals(heard.Single(), Sample), Is.True, heard[0].GetRawText);
    }

    [Test]
    public async Task Every_value_of_the_sample_stands_as_an_argument_of_its_own()
    {
        var echoes = Echoes(out AsyncClient client);
        await ConnectAsync(client);
        JsonProperty[] members = [.. Sample.EnumerateObject()];

        foreach (var member in members)
        {
            await client.EmitAsync("echo", (member.Name, member.Value, 1.5, false));
        }

        foreach (var (member, heard) in members.Zip(await echoes.TakeAsync(members.Length)))
        {
            Assert.That(heard, Has.Length.EqualTo(4));
            Assert.That(heard[0].GetString(), Is.EqualTo(member.Name));
            Assert.That(JsonElement.DeepEquals(heard[1], member.Value), Is.True, () => $"{member.Value} became {heard[1]}");
            Assert.That(heard[2].GetDouble(), Is.EqualTo(1.5));
            Assert.That(heard[3].ValueKind, Is.EqualTo(JsonValueKind.False));
        }
    }

    [Test]
    public async Task None_null_a_list_and_several_are_told_apart()
    {
        var echoes = Echoes(out AsyncClient client);
        await ConnectAsync(client);

        await client.EmitAsync("echo");
        await client.EmitAsync("echo", (object?)null);
        await client.EmitAsync("echo", new[] { 1, 2 });
        await client.EmitAsync("echo", (1, 2));

        var heard = await echoes.TakeAsync(4);
        Assert.That(heard.Select(arguments => JsonSerializer.Serialize(arguments)), Is.EqualTo(["[]", "[null]", "[[1,2]]", "[1,2]"]));
    }

    [Test]
    public async Task Typed_values_survive_the_round_trip()
    {
        var order = new Order("Пирог 🥧", 3, 12.95m, new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(2)), ["a", "\u2028"]);
        order = order with { Previous = order with { Count = -1 } };
        var orders = new Recorder<(Order Order, string? Note)>("the order");
        var client = CreateClient();
        client.On("echo", (Order heard, string? note) => orders.Add((heard, note)));
        await ConnectAsync(client);

        await client.EmitAsync("echo", (order, "with a note"));
        await client.EmitAsync("echo", order);
        var answer = await client.CallAsync<Order>("ack", order).Within("the order");

        var heard = await orders.TakeAsync(2);
        Assert.That(heard.Select(item => item.Note), Is.EqualTo(["with a note", null]));
        Assert.That(heard.Select(item => item.Order).Append(answer).Select(item => JsonSerializer.Serialize(item)),
            Is.All.EqualTo(JsonSerializer.Serialize(order)));
    }

    [Test]
    public async Task Event_names_may_hold_anything()
    {
        string[] names = ["with spaces", "quotes \"\\", "ключ 🔑", "line\nbreak", "a:b.c/d,e-f", "[\"x\"]"];
        var heard = new Recorder<string>("an event");
        var client = CreateClient();
        foreach (var name in names)
        {
            client.On(name, () => heard.Add(name));
        }

        await ConnectAsync(client);
        foreach (var name in names)
        {
            await client.EmitAsync("say", name);
        }

        Assert.That(await heard.TakeAsync(names.Length), Is.EqualTo(names));
    }

    [Test]
    public async Task A_megabyte_of_text_passes_both_ways()
    {
        var text = string.Concat(Enumerable.Repeat("aé漢😀\"\\\n", 1_000_000 / Encoding.UTF8.GetByteCount("aé漢😀\"\\\n") + 1));
        var echoes = new Recorder<string>("the echo of a megabyte");
        var client = CreateClient();
        client.On("echo", (string heard) => echoes.Add(heard));
        await ConnectAsync(client);

        await client.EmitAsync("echo", text);
        var answer = await client.CallAsync<string>("ack", text).Within("the answer of a megabyte");

        Assert.That(answer, Is.EqualTo(text));
        Assert.That(await echoes.NextAsync(), Is.EqualTo(text));
    }

    private Recorder<JsonElement[]> Echoes(out AsyncClient client)
    {
        var echoes = new Recorder<JsonElement[]>("an echo");
        client = CreateClient();
        client.On("echo", (params JsonElement[] arguments) => echoes.Add(arguments));
        return echoes;
    }
}
