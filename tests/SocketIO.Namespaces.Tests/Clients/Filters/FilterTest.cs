using System.Collections.Concurrent;
using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Tests.Testing;

namespace SocketIO.Namespaces.Tests.Clients.Filters;

/// <summary>A client with filters, and the server that it is connected to.</summary>
public abstract class FilterTest
{
    private readonly ConcurrentQueue<HandlerErrorContext> _failures = [];
    private readonly Dictionary<string, Delegate> _handlers = [];

    private protected SocketIOTestServer Server { get; private set; } = null!;

    private protected AsyncClient Client { get; private set; } = null!;

    private protected ConcurrentQueue<string> Story { get; } = [];

    private protected IReadOnlyCollection<HandlerErrorContext> Failures => _failures;

    [SetUp]
    public async Task StartServerAsync()
    {
        _failures.Clear();
        _handlers.Clear();
        Story.Clear();
        Server = await SocketIOTestServer.StartAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (Client is not null)
            await Client.DisposeAsync();
        await Server.DisposeAsync();
    }

    private protected void Handle(string eventName, Delegate handler) => _handlers.Add(eventName, handler);

    /// <returns>The client as its server sees it.</returns>
    private protected async Task<TestServerClient> ConnectAsync(params IEventFilter[] filters)
    {
        var options = new SocketIOClientOptions { Url = Server.Url, OnHandlerError = _failures.Enqueue };
        foreach (var filter in filters)
            options.EventFilters.Add(filter);
        Client = new AsyncClient(options);
        foreach (var (eventName, handler) in _handlers)
            Client.On(eventName, handler);
        await Client.ConnectAsync().Within();
        return await Server.Of("/").WaitForClientAsync();
    }

    /// <summary>Waits until everything that the server has sent before is handled, without an answer to expect.</summary>
    private protected static async Task SettleAsync(TestServerClient server)
        => Assert.That(await server.CallAsync<string>("settle").Within(), Is.EqualTo("settled"));
}
