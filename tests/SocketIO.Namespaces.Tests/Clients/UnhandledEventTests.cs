using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

[Category("S19")]
internal sealed class UnhandledEventTests : ClientTest
{
    [Test]
    public async Task It_is_not_acknowledged()
    {
        Client.On("join", () => { });
        var server = await ConnectAsync();
        server.Send("""420["jion"]""");
        server.Send("""421["join"]""");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("431[]"));
    }

    [Test]
    public async Task It_is_warned_of_once_per_name_with_the_nearest_handlers_name()
    {
        Client.On("join", () => Note("join"));
        var server = await ConnectAsync();
        foreach (var name in new[] { "jion", "jion", "other", "join" })
            server.Send($"42[\"{name}\"]");
        await UntilNotedAsync("join");
        var warnings = Log.Of(LogLevel.Warning);
        Assert.That(warnings.Where(line => line.Contains("'jion'", StringComparison.Ordinal)), Has.One.Contains("'join'"));
        Assert.That(warnings.Where(line => line.Contains("'other'", StringComparison.Ordinal)), Has.One.Not.Contains("'join'"));
    }
}
