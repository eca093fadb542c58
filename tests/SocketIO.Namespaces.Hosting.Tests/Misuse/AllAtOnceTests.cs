using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SocketIO.Namespaces.Hosting.Tests.Misuse;

/// <summary>Whatever is wrong, in options, namespace classes, delegates or injected emitters, is said at the start, all of it at once.</summary>
[Category("H1")]
public sealed class AllAtOnceTests
{
    [Test]
    public async Task Faults_of_all_parts_of_all_clients_have_a_line_each()
    {
        AggregateException exception = await RefusedAsync<AggregateException>(services =>
        {
            services.AddSingleton(ClientOptionsOf.Json("""{ "SocketIO": { "AckTimeout": "soon" } }"""));
            services.AddSocketIOClient()
                .AddNamespace<Chat>()
                .AddAuth((ITokens tokens) => tokens.ToString())
                .AddBackgroundTask<Feed>()
                .AddBackgroundTask((AsyncClient _, ITokens tokens) => Task.FromResult(tokens));
            services.AddClient("orders").AddNamespace<Chat>("/a").AddNamespace<Orders>("/a");
            services.AddSingleton<Publisher>();
        });

        string[] lines = exception.Message.Split(Environment.NewLine)[1..];
        Assert.That(lines, Has.Length.EqualTo(8).And.All.StartsWith("- "));
        foreach (string fault in new[]
        {
            "SocketIO:Url is missing",
            "SocketIO:AckTimeout cannot be read",
            "AddAuth of the default client has the parameter tokens, but ITokens is not a registered service",
            "A background task of the default client has the parameter tokens",
            "The background task Feed of the default client: its constructor takes ITokens, which is not a registered service",
            "Orders: Chat is on \"/a\" of client \"orders\" already",
            "Chat: OnJoin(ITokens): parameter 'tokens' (ITokens) is an interface, and not a registered service: register it",
            "The constructor of Publisher takes chat. Chat is registered on several clients",
        })
        {
            Assert.That(lines, Has.One.Contains(fault));
        }
    }

    [Test]
    public async Task The_inner_exceptions_tell_the_kinds_apart()
    {
        AggregateException exception = await RefusedAsync<AggregateException>(services => services.AddSocketIOClient(_ => { }).AddNamespace<Chat>());

        Assert.That(exception.InnerExceptions, Has.Count.EqualTo(2)
            .And.Some.TypeOf<OptionsValidationException>()
            .And.Some.TypeOf<NamespaceDefinitionException>());
    }

    [Test]
    public async Task A_client_with_faulty_options_alone_throws_what_options_throw()
    {
        OptionsValidationException one = await RefusedAsync<OptionsValidationException>(services => services.AddSocketIOClient(_ => { }));
        OptionsValidationException two = await RefusedAsync<OptionsValidationException>(
            services => services.AddSocketIOClient(options => options.Path = "nowhere"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(one.Message, Does.StartWith("Url of the default client is missing"));
            Assert.That(two.Message.Split(Environment.NewLine)[1..], Is.EqualTo(two.Failures.Select(failure => $"- {failure}")).And.Length.EqualTo(2));
        }
    }

    [Test]
    public async Task A_faulty_class_alone_throws_what_a_faulty_class_throws()
    {
        NamespaceDefinitionException exception = await RefusedAsync<NamespaceDefinitionException>(services => services.AddClient().AddNamespace<Chat>());

        Assert.That(exception.NamespaceType, Is.EqualTo(typeof(Chat)));
    }

    [Test]
    public async Task Nothing_starts()
    {
        var started = new Signal();
        using IHost host = TestHost.Build(services =>
        {
            services.AddSingleton(started).AddHostedService<Other>();
            services.AddClient();
            services.AddSocketIOClient("orders");
            services.Configure<HostOptions>(options => options.ServicesStartConcurrently = true);
        });

        await Assert.CatchAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.That((started.IsSet, host.Services.GetRequiredService<AsyncClient>().State), Is.EqualTo((false, ClientState.Disconnected)));
    }

    private static async Task<TException> RefusedAsync<TException>(Action<IServiceCollection> register)
        where TException : Exception
    {
        using IHost host = TestHost.Build(register, validate: false);
        return (await Assert.CatchAsync<TException>(() => host.StartAsync().WaitAsync(TestHost.Patience)))!;
    }

    private interface ITokens;

    private sealed class Chat : AsyncClientNamespace
    {
        public void OnJoin(ITokens tokens) => _ = tokens;
    }

    private sealed class Orders : AsyncClientNamespace;

    private sealed class Feed(ITokens tokens) : ISocketIOBackgroundTask
    {
        public Task RunAsync(AsyncClient client, CancellationToken cancellationToken) => Task.FromResult(tokens);
    }

    private sealed class Publisher(ISocketIOEmitter<Chat> chat)
    {
        public ISocketIOEmitter Chat => chat;
    }

    private sealed class Other(Signal started) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            started.Set();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
