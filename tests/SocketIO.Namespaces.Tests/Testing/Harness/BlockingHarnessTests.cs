using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Testing.Harness;

public sealed class BlockingHarnessTests
{
    [Test]
    public async Task A_class_that_blocks_emits_calls_and_leaves()
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat);
        wire.On("ask", async (string text) =>
        {
            await Task.Yield();
            return text.Length;
        });

        var acknowledgement = await wire.RaiseAsync("measure", "four").Within();
        await wire.RaiseAsync("leave").Within();

        Assert.That(acknowledgement![0].GetInt32(), Is.EqualTo(4));
        Assert.That(wire.Emitted.Select(emitted => emitted.ToString()), Is.EqualTo(["[\"measuring\"]", "[\"ask\",\"four\"]"]));
        Assert.That(chat.Moments, Is.EqualTo(["left", "disconnect"]));
        Assert.That((chat.Namespace, chat.IsConnected), Is.EqualTo(("/", false)));
    }

    [Test]
    public async Task A_handler_that_blocks_does_not_block_the_test()
    {
        var chat = new Chat();
        var wire = NamespaceHarness.Attach(chat);

        var raised = wire.RaiseAsync("block");
        chat.Go.Set();

        Assert.That(await raised.Within(), Is.Empty);
    }

    private sealed class Chat : ClientNamespace
    {
        public List<string> Moments { get; } = [];

        public ManualResetEventSlim Go { get; } = new();

        public int OnMeasure(string text)
        {
            Emit("measuring");
            return Call<int>("ask", text);
        }

        public void OnLeave()
        {
            Disconnect();
            Moments.Add("left");
        }

        public void OnDisconnect() => Moments.Add("disconnect");

        public void OnBlock() => Go.Wait(TimeSpan.FromSeconds(30));
    }
}
