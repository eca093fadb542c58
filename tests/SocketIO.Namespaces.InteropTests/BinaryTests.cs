using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests;

[TestFixtureSource(typeof(Peer), nameof(Peer.All))]
[Category("S9")]
public sealed class BinaryTests(Peer peer) : InteropTest(peer)
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

    public sealed record Parcel(string Name, byte[] Content, byte[][] Parts, Dictionary<string, Parcel>? Inner = null);

    [Test]
    public async Task Attachments_return_in_their_places()
    {
        var echoes = new Recorder<(byte[], string, byte[], byte[][])>("the echo");
        var client = CreateClient();
        client.On("echo", (byte[] first, string text, byte[] empty, byte[][] parts) => echoes.Add((first, text, empty, parts)));
        await ConnectAsync(client);

        await client.EmitAsync("echo", (Bytes, "between", Array.Empty<byte>(), new byte[][] { [3], [], [2, 1] }));

        var (first, text, empty, parts) = await echoes.NextAsync();
        Assert.That(first, Is.EqualTo(Bytes));
        Assert.That(text, Is.EqualTo("between"));
        Assert.That(empty, Is.Empty);
        Assert.That(parts, Is.EqualTo(new byte[][] { [3], [], [2, 1] }));
    }

    [Test]
    public async Task Attachments_may_be_nested_anywhere()
    {
        var leaf = new Parcel("leaf", [], [[1], [2, 3]]);
        var parcel = new Parcel("root", Bytes, [], new Dictionary<string, Parcel> { ["a"] = leaf, ["b"] = leaf with { Content = [4] } });
        var echoes = new Recorder<Parcel>("the echo");
        var client = CreateClient();
        client.On("echo", (Parcel heard) => echoes.Add(heard));
        await ConnectAsync(client);

        await client.EmitAsync("echo", parcel);

        var heard = await echoes.NextAsync();
        Assert.That(heard.Content, Is.EqualTo(Bytes));
        Assert.That(heard.Inner!["a"].Content, Is.Empty);
        Assert.That(heard.Inner["a"].Parts, Is.EqualTo(leaf.Parts));
        Assert.That(heard.Inner["b"].Content, Is.EqualTo(new byte[] { 4 }));
    }

    [Test]
    public async Task An_attachment_may_be_memory_on_the_way_out()
    {
        var client = await ConnectAsync();

        var answer = await client.CallAsync<byte[]>("ack", new ReadOnlyMemory<byte>(Bytes, 10, 20)).Within("the bytes");

        Assert.That(answer, Is.EqualTo(Bytes[10..30]));
    }

    [Test]
    public async Task A_packet_may_have_many_attachments()
    {
        byte[][] many = [.. Enumerable.Range(0, 10).Select(i => new byte[] { (byte)i })];
        var client = await ConnectAsync();

        Assert.That(await client.CallAsync<byte[][]>("ack", many).Within("the bytes"), Is.EqualTo(many));
    }

    [Test]
    public async Task A_megabyte_passes_both_ways()
    {
        var megabyte = new byte[1024 * 1024];
        new Random(1).NextBytes(megabyte);
        var echoes = new Recorder<byte[]>("the echo of a megabyte");
        var client = CreateClient();
        client.On("echo", (byte[] heard) => echoes.Add(heard));
        await ConnectAsync(client);

        await client.EmitAsync("echo", megabyte);
        var answer = await client.CallAsync<byte[]>("ack", megabyte).Within("the answer of a megabyte");

        Assert.That(answer.AsSpan().SequenceEqual(megabyte), Is.True);
        Assert.That((await echoes.NextAsync()).AsSpan().SequenceEqual(megabyte), Is.True);
    }
}
