using System.Text.Json;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Protocol;

[Category("M2")]
public sealed class AcknowledgementReadingTests
{
    private Codec _codec = null!;

    [SetUp]
    public void SetUp() => _codec = new Codec();

    [TearDown]
    public void TearDown() => _codec.Dispose();

    [Test]
    public void First_value_is_the_result()
    {
        Assert.That(Read<int>("[7,8]"), Is.EqualTo(7));
        Assert.That(Read<string>("[\"a\"]"), Is.EqualTo("a"));
        Assert.That(Read<string>("[null]"), Is.Null);
        Assert.That(Read<int?>("[null]"), Is.Null);
        Assert.That(Read<int[]>("[[1,2],3]"), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(Read<JsonElement>("[{\"a\":1}]").GetRawText(), Is.EqualTo("{\"a\":1}"));
        Assert.That(Read<KeyValuePair<string, int>>("[{\"key\":\"k\",\"value\":1}]").Value, Is.EqualTo(1));
    }

    [Test]
    public void Tuple_takes_all_values()
    {
        Assert.That(Read<(string, int)>("[\"OK\",123]"), Is.EqualTo(("OK", 123)));
        Assert.That(Read<(string, int)>("[\"OK\",123,true]"), Is.EqualTo(("OK", 123)));
        Assert.That(Read<Tuple<string, int>>("[\"OK\",123]"), Is.EqualTo(Tuple.Create("OK", 123)));
        Assert.That(Read<ValueTuple<int[]>>("[[1,2]]").Item1, Is.EqualTo(new[] { 1, 2 }));
        Assert.That(Read<(int, (int, int))>("[1,[2,3]]"), Is.EqualTo((1, (2, 3))));
        Assert.That(Read<(string, string?)>("[\"a\"]"), Is.EqualTo(("a", (string?)null)));
        Assert.That(Read<(int, int)?>("[1,2]"), Is.EqualTo((1, 2)));
    }

    [Test]
    public void Binary_values_come_from_the_attachments()
    {
        using var packet = _codec.Decode("""61-1["a",{"_placeholder":true,"num":0}]""", [1, 2]);

        var (name, data) = _codec.Serializer.ReadAcknowledgement<(string, byte[])>(packet);

        Assert.That(name, Is.EqualTo("a"));
        Assert.That(data, Is.EqualTo(new byte[] { 1, 2 }));
    }

    [Test]
    public void Empty_acknowledgement_is_null_where_the_result_may_be()
    {
        Assert.That(Read<string>("[]"), Is.Null);
        Assert.That(Read<int?>("[]"), Is.Null);
        Assert.That(Read<object>("[]"), Is.Null);
        Assert.That(Read<Tuple<int>>("[]"), Is.Null);
        Assert.That(Read<(int, int)?>("[]"), Is.Null);
        Assert.That(Read<(string?, int?)>("[]"), Is.EqualTo(((string?)null, (int?)null)));
        Assert.That(Read<ValueTuple>("[]"), Is.EqualTo(default(ValueTuple)));
    }

    [Test]
    public void Values_that_do_not_fit_are_named_by_kind()
    {
        Refused<int>("[]", "Int32", "no value");
        Refused<int>("[null]", "Int32", "null");
        Refused<int>("[\"s3cret\"]", "Int32", "a string");
        Refused<bool>("[1]", "Boolean", "a number");
        Refused<string>("[{\"a\":1}]", "String", "an object");
        Refused<string>("[true]", "String", "a boolean");
        Refused<string>("[[1]]", "String", "an array");
        Refused<(string, int)>("[]", "(String, Int32)", "no value");
        Refused<(string, int)>("[\"a\"]", "(String, Int32)", "a string");
        Refused<(string, int)>("[1,\"a\"]", "(String, Int32)", "a number, a string");
        Refused<Dictionary<string, int?>>("[1,2,3,4,5,6,7,8,9]", "Dictionary<String, Int32?>", "a number, …");
    }

    private T Read<T>(string json)
    {
        using var packet = _codec.Decode("31" + json);
        return _codec.Serializer.ReadAcknowledgement<T>(packet);
    }

    private void Refused<T>(string json, params string[] named)
    {
        var exception = Assert.Throws<SocketIOException>(() => Read<T>(json));

        foreach (var name in named)
            Assert.That(exception!.Message, Does.Contain(name));
        Assert.That(exception!.Message, Does.Not.Contain("s3cret"));
    }
}
