using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces.Hosting.Tests.Inspection;

[Category("H7")]
public sealed class HandlerTableTests
{
    private const int ClientHandlers = 804;

    [Test]
    public async Task Each_client_logs_at_its_start_which_method_hears_which_event()
    {
        var logs = new LogCollector();
        using IHost host = await TestHost.StartAsync(
            services =>
            {
                services.AddClient().AddNamespace<ChatNamespace>().AddNamespace<EmptyNamespace>();
                services.AddClient("orders");
            },
            logs);

        await host.StopAsync();

        var entries = logs.Entries.Where(entry => entry.Id == ClientHandlers).ToArray();
        Assert.That(entries.Select(entry => entry.Level), Is.EqualTo(new[] { LogLevel.Debug, LogLevel.Debug }));
        Assert.That(entries[0].Message.ReplaceLineEndings("\n"), Is.EqualTo(
            """
            What the default client listens to:
              namespace  event    method
              /          -        -
              /chat      message  ChatNamespace.OnMessage(string text)
                         *        ChatNamespace.Anything(string eventName)
              /empty     -        -
            """.ReplaceLineEndings("\n")));
        Assert.That(entries[1].Message, Does.StartWith("What client \"orders\" listens to:"));
    }

    [Test]
    public async Task No_table_is_made_where_nobody_reads_it()
    {
        var logs = new LogCollector();
        using IHost host = await TestHost.StartAsync(services => services.AddClient().Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Information)), logs);

        await host.StopAsync();

        Assert.That(logs.Entries.Select(entry => entry.Id), Has.None.EqualTo(ClientHandlers));
    }

    [Namespace("/chat")]
    public sealed class ChatNamespace : AsyncClientNamespace
    {
        public void OnMessage(string text) => _ = text;

        [On("*")]
        public void Anything(string eventName) => _ = eventName;
    }

    [Namespace("/empty")]
    public sealed class EmptyNamespace : AsyncClientNamespace;
}
