using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace SocketIO.Namespaces.Hosting.Tests.Misuse;

[Category("H1")]
public sealed class ClientNameTests
{
    [Test]
    public void A_name_is_not_null()
        => Assert.That(() => new ServiceCollection().AddSocketIOClient((string)null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("name"));

    [TestCase(" "), TestCase("\t")]
    public void A_name_is_not_blank(string name)
    {
        Assert.That(() => new ServiceCollection().AddSocketIOClient(name), Throws.ArgumentException.With.Message.Contains("leave the name out for the default client"));
        Assert.That(() => new ServiceCollection().AddSocketIOClient(name, _ => { }), Throws.ArgumentException.With.Message.Contains("blank"));
    }

    [TestCase("Headers"), TestCase("reconnection")]
    public void A_client_does_not_take_an_options_section_for_its_own(string name)
    {
        Assert.That(() => new ServiceCollection().AddSocketIOClient(name), Throws.ArgumentException.With.Message.Contains($"SocketIO:{name} belongs to an option"));
        Assert.That(() => new ServiceCollection().AddSocketIOClient(name, _ => { }), Throws.Nothing, "code needs no section");
    }

    [Test]
    public void The_default_client_has_the_empty_name()
        => Assert.That(new ServiceCollection().AddSocketIOClient("").Name, Is.Empty);

    [Test, Category("H6")]
    public void A_health_check_of_an_unknown_client_names_those_there_are()
    {
        var services = new ServiceCollection();
        services.AddClient();
        services.AddClient("orders");
        services.AddHealthChecks().AddSocketIOClient("nope");

        Assert.That(HealthChecksOf(services), Throws.InvalidOperationException.With.Message.Contains("There is no client \"nope\": add it").And.Message.Contains("\"\", \"orders\""));
    }

    [Test, Category("H6")]
    public void A_health_check_without_any_client_says_how_to_add_one()
    {
        var services = new ServiceCollection();
        services.AddOptions().AddHealthChecks().AddSocketIOClient();

        Assert.That(HealthChecksOf(services), Throws.InvalidOperationException.With.Message.Contains("add it with services.AddSocketIOClient(…)"));
    }

    private static Action HealthChecksOf(IServiceCollection services)
        => () => _ = services.BuildServiceProvider().GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value;
}
