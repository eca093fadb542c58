using System.Text.Json;
using System.Text.Json.Serialization;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>The user's <see cref="JsonSerializerOptions"/> hold wherever a value is written or read.</summary>
[Category("M21")]
internal sealed partial class JsonOptionsTests : ClientTest
{
    private static readonly object AnOrder = new Order("Böll", new Money(3, 50));

    // What each of the users' options makes of the same order.
    private const string Snake = """{"customer_name":"B\u00F6ll","total_price":"3.50"}""";
    private const string Generated = """{"CustomerName":"B\u00F6ll","TotalPrice":"3.50"}""";

    [TestCase(Snake)]
    [TestCase(Generated)]
    public async Task They_hold_in_emits_and_auth(string json)
    {
        Options.JsonSerializerOptions = OptionsFor(json);
        Options.AuthProvider = (context, _) => ValueTask.FromResult<object?>(context.Namespace == "/chat" ? AnOrder : null);
        var connecting = Client.ConnectAsync(Url, namespaces: ["/chat"]);
        var server = await OpenAsync();
        Assert.That(new[] { await server.ReceiveAsync(), await server.ReceiveAsync() }, Is.EquivalentTo(new[] { "40", $"40/chat,{json}" }));
        server.Send("""40{"sid":"a"}""");
        server.Send("""40/chat,{"sid":"b"}""");
        await connecting.Within();

        await Client.EmitAsync("one", AnOrder);
        await Client.EmitAsync("two", ((Order)AnOrder, new[] { new Money(0, 1) }, 7));

        Assert.That(await server.ReceiveAsync(), Is.EqualTo($"""42["one",{json}]"""));
        Assert.That(await server.ReceiveAsync(), Is.EqualTo($"""42["two",{json},["0.01"],7]"""));
    }

    [TestCase(Snake)]
    [TestCase(Generated)]
    public async Task They_hold_in_what_handlers_take_and_return(string json)
    {
        Options.JsonSerializerOptions = OptionsFor(json);
        Client.On("order", (Order order, Money extra) => (order with { TotalPrice = new Money(order.TotalPrice.Units + extra.Units, 0) }, extra));
        Client.On("order later", async Task<Order> (Order order) =>
        {
            await Task.Yield();
            return order;
        });
        Client.RegisterNamespace(new Orders("/orders"));
        var server = await ConnectAsync("/", "/orders");

        server.Send($"""421["order",{json},"4.00"]""");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo($"""431[{json.Replace("3.50", "7.00", StringComparison.Ordinal)},"4.00"]"""));
        server.Send($"""422["order later",{json}]""");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo($"432[{json}]"));
        server.Send($"""42/orders,3["price",{json},"1.00","2.00"]""");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""43/orders,3["6.00"]"""));
    }

    [TestCase(Snake)]
    [TestCase(Generated)]
    public async Task They_hold_in_answers_and_callbacks(string json)
    {
        Options.JsonSerializerOptions = OptionsFor(json);
        var server = await ConnectAsync();

        var one = Client.CallAsync<Order>("ask", AnOrder);
        Assert.That(await server.ReceiveAsync(), Is.EqualTo($"""420["ask",{json}]"""));
        server.Send($"430[{json}]");
        Assert.That(await one.Within(), Is.EqualTo(AnOrder));

        var both = Client.CallAsync<(Order, Money)>("ask", AnOrder);
        await server.ReceiveAsync();
        server.Send($"""431[{json},"0.99"]""");
        Assert.That(await both.Within(), Is.EqualTo(((Order)AnOrder, new Money(0, 99))));

        var maybe = Client.CallAsync<(Order, (int, double?))?>("ask", AnOrder);
        await server.ReceiveAsync();
        server.Send($"""432[{json},[1,null]]""");
        Assert.That(await maybe.Within(), Is.EqualTo(((Order)AnOrder, (1, (double?)null))));

        await Client.EmitAsync("ask", AnOrder, (Order order, Money extra) => Note($"{order.CustomerName} {extra.Cents}"));
        await server.ReceiveAsync();
        server.Send($"""433[{json},"0.99"]""");
        await UntilNotedAsync("Böll 99");
    }

    [Test]
    public async Task A_converter_may_hold_attachments_both_ways()
    {
        Options.JsonSerializerOptions = new(JsonSerializerDefaults.Web) { Converters = { new PhotoConverter() } };
        Client.On("photo", (Photo photo, int number) => (number, photo with { Name = "of " + photo.Name }));
        var server = await ConnectAsync();

        server.Send($$"""451-7["photo",["cat",{"_placeholder":true,"num":0}],5]""");
        server.SendBinary(1, 2, 3);

        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""461-7[5,["of cat",{"_placeholder":true,"num":0}]]"""));
        Assert.That(await server.ReceiveBinaryAsync(), Is.EqualTo(new byte[] { 1, 2, 3 }));

        var call = Client.CallAsync<Photo[]>("photos", new[] { new Photo("a", [1]), new Photo("b", []) });
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""452-0["photos",[["a",{"_placeholder":true,"num":0}],["b",{"_placeholder":true,"num":1}]]]"""));
        Assert.That(await server.ReceiveBinaryAsync(), Is.EqualTo(new byte[] { 1 }));
        Assert.That(await server.ReceiveBinaryAsync(), Is.Empty);
        server.Send("""461-0[[["c",{"_placeholder":true,"num":0}]]]""");
        server.SendBinary(9);
        var answer = await call.Within();
        Assert.That(answer.Single().Name, Is.EqualTo("c"));
        Assert.That(answer.Single().Content, Is.EqualTo(new byte[] { 9 }));
    }

    [Test]
    public async Task Generated_types_are_all_there_is_where_the_options_name_no_other()
    {
        Options.JsonSerializerOptions = OptionsFor(Generated);
        Client.On("raw", (JsonElement value, string text, int number, byte[] bytes) => (number, bytes));
        var server = await ConnectAsync();

        Assert.That(() => Client.On("unknown", (Unlisted _) => { }), Throws.ArgumentException.With.Message.Contains(nameof(Unlisted)));
        Assert.That(async () => await Client.EmitAsync("unknown", new Unlisted(1)), Throws.TypeOf<NotSupportedException>().With.Message.Contains(nameof(Unlisted)));
        Assert.That(async () => await Client.EmitAsync("unknown", new { Anonymous = 1 }), Throws.TypeOf<NotSupportedException>());

        server.Send("""451-0["raw",{"a":1},"text",2,{"_placeholder":true,"num":0}]""");
        server.SendBinary(4);
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""461-0[2,{"_placeholder":true,"num":0}]"""));
    }

    [Test]
    public async Task What_is_changed_in_them_afterwards_changes_nothing()
    {
        var options = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
        Options.JsonSerializerOptions = options;
        var server = await ConnectAsync();

        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.Converters.Add(new MoneyConverter());
        await Client.EmitAsync("one", new { FooBar = new Money(1, 2) });

        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""42["one",{"foo_bar":{"units":1,"cents":2}}]"""));
        Assert.That(options.Converters, Has.Count.EqualTo(1), "the user's own are left alone");
    }

    private static JsonSerializerOptions OptionsFor(string json) => json == Snake
        ? new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Converters = { new MoneyConverter() } }
        : new() { TypeInfoResolver = OrderTypes.Default, Converters = { new MoneyConverter() } };

    internal sealed record Order(string CustomerName, Money TotalPrice);

    internal readonly record struct Money(int Units, int Cents);

    internal sealed record Photo(string Name, byte[] Content);

    internal sealed record Unlisted(int Value);

    [JsonSerializable(typeof(Order))]
    [JsonSerializable(typeof(Money[]))]
    internal sealed partial class OrderTypes : JsonSerializerContext;

    private sealed class Orders(string path) : AsyncClientNamespace(path)
    {
        public Money OnPrice(Order order, params Money[] extras) => new(order.TotalPrice.Units + extras.Sum(extra => extra.Units), 0);
    }

    private sealed class MoneyConverter : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => reader.GetString()!.Split('.') is [var units, var cents]
                ? new(int.Parse(units, null), int.Parse(cents, null))
                : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
            => writer.WriteStringValue($"{value.Units}.{value.Cents:00}");
    }

    /// <summary>Writes a photo as a list of name and content, whose converter it asks the options for.</summary>
    private sealed class PhotoConverter : JsonConverter<Photo>
    {
        public override Photo Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            reader.Read();
            var name = reader.GetString()!;
            reader.Read();
            var content = JsonSerializer.Deserialize<byte[]>(ref reader, options)!;
            reader.Read();
            return new Photo(name, content);
        }

        public override void Write(Utf8JsonWriter writer, Photo value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(value.Name);
            JsonSerializer.Serialize(writer, value.Content, options);
            writer.WriteEndArray();
        }
    }
}
