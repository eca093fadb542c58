using SocketIO.Namespaces.InteropTests.Faults.Hostile;
using SocketIO.Namespaces.InteropTests.Faults.Watching;
using SocketIO.Namespaces.InteropTests.Support;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>Servers that offer WebSocket as an upgrade and do not keep to it.</summary>
[Category("M1")]
[Category("fault-32")]
internal sealed class ProbeTests : FaultTest
{
    [TestCase("3nope")]
    [TestCase("3")]
    [TestCase("6")]
    [TestCase("""42["too early"]""")]
    [TestCase("9")]
    [TestCase("")]
    public async Task A_wrong_answer_to_the_probe_costs_nothing(string answer)
        => await AssertStaysOnPollingAsync(
            async request =>
            {
                var socket = await request.UpgradeAsync();
                Assert.That(await socket.ReceiveMessageAsync(), Is.EqualTo("2probe"));
                await socket.SendTextAsync(answer);
            },
            fails: true);

    [TestCase(400)]
    [TestCase(502)]
    public async Task A_refused_upgrade_costs_nothing(int status) => await AssertStaysOnPollingAsync(request => request.RespondAsync("", status), fails: true);

    [Test]
    public async Task A_probe_that_is_not_answered_costs_nothing() => await AssertStaysOnPollingAsync(request => request.UpgradeAsync(), fails: false);

    [Test]
    public async Task An_upgrade_that_is_not_answered_costs_nothing() => await AssertStaysOnPollingAsync(_ => Task.CompletedTask, fails: false);

    private async Task AssertStaysOnPollingAsync(Func<ScriptedRequest, Task> onUpgrade, bool fails)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new HostileServer
        {
            Otherwise = dial => dial.BehaveAsync(upgrades: "\"websocket\""),
            OnUpgrade = async request =>
            {
                asked.TrySetResult();
                await onUpgrade(request);
            },
        };
        var client = CreateClient(options =>
        {
            options.Transports.Add(TransportKind.Polling);
            options.Transports.Add(TransportKind.WebSocket);
        });
        await client.Client.ConnectAsync(server.Url).Within("the connection");
        await asked.Task.Within("the upgrade's request");
        if (fails) await Eventually.IsAsync(() => Log.Entries.Count(entry => entry.Name == "ProbeFailed"), 1, "failures of the probe");

        await client.HearsAsync();

        Assert.That(client.Client.Transport, Is.EqualTo(TransportKind.Polling));
        Assert.That(server.Dials, Is.EqualTo(1));
    }
}
