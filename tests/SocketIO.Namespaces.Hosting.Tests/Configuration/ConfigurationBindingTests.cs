using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces.Hosting.Tests.Configuration;

[Category("H1")]
public sealed class ConfigurationBindingTests
{
    private static readonly (string Option, string Json, Func<SocketIOClientOptions, object?> Read, object? Expected)[] Options =
    [
        ("Url", "\"http://other:3000\"", options => options.Url, new Uri("http://other:3000")),
        ("Path", "\"/live/\"", options => options.Path, "/live/"),
        ("EngineVersion", "\"V3\"", options => options.EngineVersion, EngineIOVersion.V3),
        ("Transports", "[\"polling\", \"WebSocket\"]", options => options.Transports, new[] { TransportKind.Polling, TransportKind.WebSocket }),
        ("Namespaces", "[\"/a\", \"/b\"]", options => options.Namespaces, new[] { "/a", "/b" }),
        ("Auth", "{ \"token\": \"abc\" }", options => (options.Auth as JsonObject)?.ToJsonString(), "{\"token\":\"abc\"}"),
        ("Headers", "{ \"X-Tenant\": \"7\" }", options => options.Headers, new Dictionary<string, string> { ["X-Tenant"] = "7" }),
        ("Query", "{ \"room\": \"lobby\" }", options => options.Query, new Dictionary<string, string> { ["room"] = "lobby" }),
        ("ConnectDefaultNamespace", "false", options => options.ConnectDefaultNamespace, false),
        ("ConnectTimeout", "\"00:00:07\"", options => options.ConnectTimeout, TimeSpan.FromSeconds(7)),
        ("AckTimeout", "\"00:00:08\"", options => options.AckTimeout, TimeSpan.FromSeconds(8)),
        ("StopTimeout", "\"00:00:09\"", options => options.StopTimeout, TimeSpan.FromSeconds(9)),
        ("WaitUntilConnected", "true", options => options.WaitUntilConnected, true),
        ("StartTimeout", "\"00:00:11\"", options => options.StartTimeout, TimeSpan.FromSeconds(11)),
        ("MaxConcurrentHandlers", "4", options => options.MaxConcurrentHandlers, 4),
        ("InboxFullMode", "\"DropOldest\"", options => options.InboxFullMode, InboxFullMode.DropOldest),
        ("SlowHandlerWarning", "\"00:00:04\"", options => options.SlowHandlerWarning, TimeSpan.FromSeconds(4)),
        ("Reconnection:Enabled", "false", options => options.Reconnection.Enabled, false),
        ("Reconnection:MaxAttempts", "12", options => options.Reconnection.MaxAttempts, 12),
        ("Reconnection:Delay", "\"00:00:02.5\"", options => options.Reconnection.Delay, TimeSpan.FromSeconds(2.5)),
        ("Reconnection:MaxDelay", "\"00:00:13\"", options => options.Reconnection.MaxDelay, TimeSpan.FromSeconds(13)),
        ("Reconnection:RandomizationFactor", "0.25", options => options.Reconnection.RandomizationFactor, 0.25),
        ("Reconnection:StableAfter", "\"00:00:14\"", options => options.Reconnection.StableAfter, TimeSpan.FromSeconds(14)),
        ("Reconnection:AfterServerDisconnect", "false", options => options.Reconnection.AfterServerDisconnect, false),
        ("Reconnection:HandlerTimeout", "\"00:00:15\"", options => options.Reconnection.HandlerTimeout, TimeSpan.FromSeconds(15)),
        ("Reconnection:BufferedEmitMaxAge", "\"00:00:16\"", options => options.Reconnection.BufferedEmitMaxAge, TimeSpan.FromSeconds(16)),
        ("Limits:AttachmentTime", "\"00:00:17\"", options => options.Limits.AttachmentTime, TimeSpan.FromSeconds(17)),
        .. typeof(SocketIOLimits).GetProperties().Where(limit => limit.PropertyType == typeof(int)).Select(limit =>
            ($"Limits:{limit.Name}", "33", (Func<SocketIOClientOptions, object?>)(options => limit.GetValue(options.Limits)), (object?)33)),
    ];

    private static IEnumerable<TestCaseData> Cases => Options.Select(
        option => new TestCaseData(option.Json, option.Read, option.Expected, option.Option).SetArgDisplayNames(option.Option));

    [TestCaseSource(nameof(Cases))]
    public void Each_option_is_read_from_configuration(string json, Func<SocketIOClientOptions, object?> read, object? expected, string option)
    {
        string nested = option.Split(':').Reverse().Aggregate(json, (value, key) => $"{{ \"{key}\": {value} }}");

        SocketIOClientOptions options = ClientOptionsOf.Registered(services => services
            .AddSocketIOClient(ClientOptionsOf.Json("""{ "Url": "http://server:3000" }"""))
            .Services.AddSocketIOClient(ClientOptionsOf.Json(nested)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(read(options), Is.EqualTo(expected));
            Assert.That(read(new SocketIOClientOptions()), Is.Not.EqualTo(expected), "the test must use another value than the default");
        }
    }

    [Test]
    public void No_option_is_forgotten_here()
    {
        Type[] inCodeOnly = [typeof(JsonSerializerOptions), typeof(ILoggerFactory), typeof(IServiceProvider), typeof(TimeProvider), typeof(IList<IEventFilter>)];

        Assert.That(NamesOf(typeof(SocketIOClientOptions)), Is.EquivalentTo(Options.Select(option => option.Option)));

        IEnumerable<string> NamesOf(Type type) => type.GetProperties().SelectMany(property =>
            typeof(Delegate).IsAssignableFrom(property.PropertyType) || inCodeOnly.Contains(property.PropertyType) ? []
            : property.PropertyType == typeof(ReconnectionOptions) || property.PropertyType == typeof(SocketIOLimits)
                ? NamesOf(property.PropertyType).Select(name => $"{property.Name}:{name}")
            : [property.Name]);
    }

    [Test]
    public void The_default_client_reads_the_section_SocketIO()
    {
        SocketIOClientOptions options = ClientOptionsOf.Configured("""{ "SocketIO": { "Url": "http://server:3000" } }""");

        Assert.That(options.Url, Is.EqualTo(new Uri("http://server:3000")));
    }

    [Test]
    public void A_named_client_reads_the_section_of_its_name()
    {
        SocketIOClientOptions options = ClientOptionsOf.Configured(
            """{ "SocketIO": { "Url": "http://server:3000", "orders": { "Url": "http://orders:3000" } } }""", "orders");

        Assert.That(options.Url, Is.EqualTo(new Uri("http://orders:3000")));
    }

    [Test]
    public void A_named_client_reads_a_given_section()
    {
        IConfiguration section = ClientOptionsOf.Json("""{ "Chat": { "Url": "http://chat:3000" } }""").GetSection("Chat");

        SocketIOClientOptions options = ClientOptionsOf.Registered(services => services.AddSocketIOClient("orders", section), "orders");

        Assert.That(options.Url, Is.EqualTo(new Uri("http://chat:3000")));
    }

    [Test]
    public void Lists_are_replaced_not_appended_to()
    {
        IConfiguration section = ClientOptionsOf.Json("""{ "Url": "http://server:3000", "Namespaces": ["/a"], "Transports": ["Polling"] }""");

        SocketIOClientOptions options = ClientOptionsOf.Registered(services =>
        {
            services.AddSocketIOClient(options => options.Namespaces.Add("/from-code"));
            services.AddSocketIOClient(section);
            services.AddSocketIOClient(section);
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(options.Namespaces, Is.EqualTo(new[] { "/a" }));
            Assert.That(options.Transports, Is.EqualTo(new[] { TransportKind.Polling }));
        }
    }

    [Test]
    public void What_configuration_does_not_mention_stays_as_code_set_it()
    {
        SocketIOClientOptions options = ClientOptionsOf.Registered(services =>
        {
            services.AddSocketIOClient(options => (options.AckTimeout, options.Auth) = (TimeSpan.FromSeconds(3), "kept"));
            services.AddSocketIOClient(ClientOptionsOf.Json("""{ "Url": "http://server:3000" }"""));
        });

        Assert.That((options.AckTimeout, options.Auth), Is.EqualTo((TimeSpan.FromSeconds(3), (object)"kept")));
    }

    [TestCase("""{ "token": "007", "admin": true, "guest": false }""", """{"admin":true,"guest":false,"token":"007"}""")]
    [TestCase("""{ "pin": 12345 }""", """{"pin":"12345"}""", Description = "a password of digits must not become a number")]
    [TestCase("""{ "user": { "name": "Ada", "roles": ["a", "b"] } }""", """{"user":{"name":"Ada","roles":["a","b"]}}""")]
    [TestCase("\"{ \\\"version\\\": 2, \\\"token\\\": null }\"", """{"version":2,"token":null}""", Description = "JSON text keeps its types")]
    public void Auth_is_read_as_JSON(string auth, string expected)
    {
        SocketIOClientOptions options = ClientOptionsOf.Configured($$"""{ "SocketIO": { "Url": "http://server:3000", "Auth": {{auth}} } }""");

        Assert.That(JsonSerializer.Serialize(options.Auth), Is.EqualTo(expected));
    }

    [Test]
    public void A_host_without_configuration_binds_nothing()
    {
        SocketIOClientOptions options = ClientOptionsOf.Registered(services =>
        {
            services.AddSocketIOClient();
            services.AddSocketIOClient(options => options.Url = new Uri("http://server:3000"));
        });

        Assert.That(options.Url, Is.EqualTo(new Uri("http://server:3000")));
    }
}
