using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SocketIO.Namespaces.Hosting.Tests.Configuration;

[Category("H1")]
public sealed class OptionsValidationTests
{
    [TestCase("{}", "SocketIO:Url is missing")]
    [TestCase("""{ "Url": "chat.example.com" }""", "SocketIO:Url is no address")]
    [TestCase("""{ "Url": "localhost:3000" }""", "SocketIO:Url is no address")]
    [TestCase("""{ "Url": "ftp://server" }""", "SocketIO:Url is no address")]
    [TestCase("""{ "Url": "http://server/chat" }""", "SocketIO:Url has the path '/chat'")]
    [TestCase("""{ "Url": "http://me:secret@server" }""", "SocketIO:Url has a user name")]
    [TestCase("""{ "Path": "socket.io" }""", "SocketIO:Path is \"socket.io\"")]
    [TestCase("""{ "Namespaces": ["/a", "chat"] }""", "SocketIO:Namespaces:1 is \"chat\": it does not start with '/'; write '/chat'.")]
    [TestCase("""{ "Namespaces": ["/a,b"] }""", "SocketIO:Namespaces:0 is \"/a,b\"")]
    [TestCase("""{ "Transports": ["Polling", "Pigeon"] }""", "SocketIO:Transports cannot be read")]
    [TestCase("""{ "Transports": ["7"] }""", "SocketIO:Transports:0 is 7: it must be WebSocket or Polling")]
    [TestCase("""{ "Query": { "EIO": "3" } }""", "SocketIO:Query:EIO belongs to the protocol")]
    [TestCase("""{ "Headers": { "X-A": "secret\r\nX-B: b" } }""", "SocketIO:Headers:X-A must be one line")]
    [TestCase("""{ "ConnectTimeout": "00:00:00" }""", "SocketIO:ConnectTimeout is 00:00:00: it must be above zero")]
    [TestCase("""{ "AckTimeout": "-00:00:01" }""", "SocketIO:AckTimeout is -00:00:01: it must be above zero")]
    [TestCase("""{ "AckTimeout": "30" }""", "SocketIO:AckTimeout is 30.00:00:00: it must not be above a day. (30 seconds are written \"00:00:30\".)")]
    [TestCase("""{ "AckTimeout": "soon" }""", "SocketIO:AckTimeout cannot be read")]
    [TestCase("""{ "StopTimeout": "00:00:00" }""", "SocketIO:StopTimeout is 00:00:00")]
    [TestCase("""{ "StartTimeout": "00:00:00" }""", "SocketIO:StartTimeout is 00:00:00")]
    [TestCase("""{ "Reconnection": { "Delay": "5" } }""", "SocketIO:Reconnection:Delay is 5.00:00:00: it must not be above a day")]
    [TestCase("""{ "Reconnection": { "Delay": "00:00:09" } }""", "SocketIO:Reconnection:MaxDelay is 00:00:05: it must not be below Delay (00:00:09)")]
    [TestCase("""{ "Reconnection": { "MaxAttempts": 0 } }""", "SocketIO:Reconnection:MaxAttempts is 0")]
    [TestCase("""{ "Reconnection": { "RandomizationFactor": 1.5 } }""", "SocketIO:Reconnection:RandomizationFactor is 1.5: it must be from 0 to 1")]
    [TestCase("""{ "Reconnection": { "RandomizationFactor": "NaN" } }""", "SocketIO:Reconnection:RandomizationFactor is NaN")]
    [TestCase("""{ "Reconnection": { "StableAfter": "-00:00:01" } }""", "SocketIO:Reconnection:StableAfter is -00:00:01")]
    [TestCase("""{ "Reconnection": { "HandlerTimeout": "00:00:00" } }""", "SocketIO:Reconnection:HandlerTimeout is 00:00:00")]
    [TestCase("""{ "Reconnection": { "BufferedEmitMaxAge": "00:00:00" } }""", "SocketIO:Reconnection:BufferedEmitMaxAge is 00:00:00")]
    [TestCase("""{ "Limits": { "PendingCalls": 0 } }""", "SocketIO:Limits:PendingCalls is 0: it must be above 0")]
    [TestCase("""{ "Limits": { "JsonDepth": "deep" } }""", "SocketIO:Limits:JsonDepth cannot be read")]
    [TestCase("""{ "Auth": "secret" }""", "SocketIO:Auth cannot be read: it is neither a section of named values nor the text of a JSON object")]
    [TestCase("""{ "Auth": ["secret"] }""", "SocketIO:Auth cannot be read")]
    [TestCase("""{ "OnHandlerError": "secret" }""", "SocketIO:OnHandlerError can be set in code only")]
    [TestCase("""{ "EventFilters": ["secret"] }""", "SocketIO:EventFilters can be set in code only")]
    [TestCase("""{ "AckTimeuot": "00:00:09" }""", "SocketIO:AckTimeuot is no option; the nearest is AckTimeout.")]
    [TestCase("""{ "Colour": "secret" }""", "SocketIO:Colour is no option.")]
    [TestCase("""{ "Reconection": { "Delay": "00:00:01" } }""", "SocketIO:Reconection is no option; the nearest is Reconnection.")]
    [TestCase("""{ "Reconnection": { "MaxDelays": "00:00:09" } }""", "SocketIO:Reconnection:MaxDelays is no option; the nearest is MaxDelay.")]
    [TestCase("""{ "Limits": { "Inbox": { "Events": 9 } } }""", "SocketIO:Limits:Inbox is no option.")]
    public void A_fault_is_named_by_its_configuration_key(string section, string message)
    {
        string json = $$"""{ "SocketIO": {{section}} }""";

        OptionsValidationException exception = Refused(() => ClientOptionsOf.Configured(json));

        Assert.That(exception.Failures, Has.Some.StartsWith(message).And.None.Contains("secret"));
    }

    [Test]
    public void All_faults_are_listed_at_once()
    {
        OptionsValidationException exception = Refused(() => ClientOptionsOf.Configured(
            """
            { "SocketIO": { "orders": {
                "AckTimeout": "soon", "Namespaces": ["chat"], "Reconnection": { "MaxAttempts": "many", "Delay": "00:00:00" } } } }
            """,
            "orders"));

        Assert.That(exception.Failures.Select(failure => failure.Split(' ')[0]), Is.EquivalentTo(
            new[] { "Url", "AckTimeout", "Namespaces:0", "Reconnection:MaxAttempts", "Reconnection:Delay" }.Select(key => $"SocketIO:orders:{key}")));
    }

    [Test]
    public void An_unreadable_value_is_one_fault_and_not_two()
    {
        OptionsValidationException exception = Refused(() => ClientOptionsOf.Configured(
            """{ "SocketIO": { "Url": "http://server", "Reconnection": { "Delay": "soon" } } }"""));

        Assert.That(exception.Failures.Count(), Is.EqualTo(1));
    }

    [Test]
    public void A_client_set_up_by_code_is_named_with_the_option()
    {
        OptionsValidationException ofDefault = Refused(() => ClientOptionsOf.Registered(services => services.AddSocketIOClient(_ => { })));
        OptionsValidationException ofNamed = Refused(
            () => ClientOptionsOf.Registered(services => services.AddSocketIOClient("orders", _ => { }), "orders"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ofDefault.Failures, Has.Exactly(1).StartsWith("Url of the default client is missing"));
            Assert.That(ofNamed.Failures, Has.Exactly(1).StartsWith("Url of client \"orders\" is missing"));
        }
    }

    [Test]
    public void A_given_section_is_named_by_its_own_key()
    {
        IConfiguration section = ClientOptionsOf.Json("""{ "Chat": { "Path": "nowhere" } }""").GetSection("Chat");

        OptionsValidationException exception = Refused(() => ClientOptionsOf.Registered(services => services.AddSocketIOClient(section)));

        Assert.That(exception.Failures, Has.Some.StartsWith("Chat:Path").And.Some.StartsWith("Chat:Url"));
    }

    [Test]
    public void Sections_of_other_clients_are_no_unknown_keys()
    {
        string json = """{ "SocketIO": { "url": "http://server", "orders": { "Url": "http://orders", "prices": { "path": "/prices" } } } }""";

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => ClientOptionsOf.Configured(json), Throws.Nothing);
            Assert.That(() => ClientOptionsOf.Configured(json, "orders"), Throws.Nothing);
        }
    }

    [Test]
    public void A_whole_configuration_may_hold_anything_else()
    {
        IConfiguration root = ClientOptionsOf.Json("""{ "Url": "http://server", "Urls": "http://+:80", "Logging": { "LogLevel": { "Default": "Debug" } } }""");

        Assert.That(() => ClientOptionsOf.Registered(services => services.AddSocketIOClient(root)), Throws.Nothing);
    }

    [Test]
    public void A_section_that_is_read_later_hides_no_faults_of_another()
    {
        IConfiguration section = ClientOptionsOf.Json("""{ "Chat": { "AckTimeout": "soon", "Colour": "red" } }""").GetSection("Chat");

        OptionsValidationException exception = Refused(() => ClientOptionsOf.Registered(services =>
        {
            services.AddSingleton(ClientOptionsOf.Json("""{ "SocketIO": { "Path": "nowhere" } }"""));
            services.AddSocketIOClient(section);
            services.AddSocketIOClient();
            services.AddSocketIOClient();
        }));

        Assert.That(exception.Failures.Select(failure => failure.Split(' ')[0]), Is.EqualTo(new[] { "Chat:AckTimeout", "Chat:Colour", "SocketIO:Url", "SocketIO:Path" }));
    }

    [Test]
    public void A_provider_of_the_URL_makes_do_without_one()
    {
        SocketIOClientOptions options = ClientOptionsOf.Registered(services => services.AddSocketIOClient(
            options => options.UrlProvider = _ => ValueTask.FromResult(new Uri("http://server"))));

        Assert.That(options.Url, Is.Null);
    }

    private static OptionsValidationException Refused(Action action)
        => Assert.Throws<OptionsValidationException>(action)!;
}
