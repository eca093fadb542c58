using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SocketIO.Namespaces.Hosting.Tests.Registration;

[Category("H2")]
public sealed class AssemblyRegistrationTests
{
    [TestCase(ServiceLifetime.Singleton)]
    [TestCase(ServiceLifetime.Scoped)]
    public async Task Every_public_and_internal_class_with_a_path_is_added(ServiceLifetime lifetime)
    {
        Assembly assembly = new EmittedAssembly("Some")
            .Add("Public", "/public")
            .Add("Internal", "/internal", TypeAttributes.NotPublic)
            .AddNested("Nested", "/nested", TypeAttributes.NestedAssembly)
            .AddNested("Private", "/private", TypeAttributes.NestedPrivate)
            .Add("Abstract", "/abstract", TypeAttributes.Public | TypeAttributes.Abstract)
            .Add("WithoutPath", path: null)
            .Add("OfAnotherKind", "/other", parent: typeof(object))
            .Assembly;
        await using SocketIOTestServer server = await SocketIOTestServer.StartAsync();
        using IHost host = await TestHost.StartAsync(services => services.AddClient(server.Url).AddNamespacesFromAssembly(assembly, lifetime));
        await host.WaitForConnectedAsync();

        string[] answers = await Task.WhenAll(new[] { "/public", "/internal", "/nested" }.Select(async path =>
            await (await server.Of(path).WaitForClientAsync()).CallAsync<string>("ping")));

        Assert.That(answers, Is.EqualTo(new[] { "Public", "Internal", "Nested" }));
        Assert.That(TypesOf(services => services.AddClient().AddNamespacesFromAssembly(assembly)), Is.EquivalentTo(new[] { "Public", "Internal", "Nested" }));
        await host.StopAsync();
    }

    [Test]
    public void Classes_that_the_client_has_are_left_as_they_are()
    {
        Assembly assembly = new EmittedAssembly("Twice").Add("One", "/one").Add("Two", "/two").Assembly;

        string[] types = TypesOf(services => services.AddClient().AddNamespacesFromAssembly(assembly).AddNamespacesFromAssembly(assembly));

        Assert.That(types, Is.EquivalentTo(new[] { "One", "Two" }));
    }

    [Test]
    public void An_assembly_without_such_classes_is_an_error_that_says_what_was_looked_for()
    {
        Assembly assembly = new EmittedAssembly("Empty").Add("WithoutPath", path: null).Assembly;

        Assert.That(() => new ServiceCollection().AddClient().AddNamespacesFromAssembly(assembly), Throws.ArgumentException
            .With.Message.Contains("no namespace class in Empty").And.Message.Contains("public and internal classes").And.Message.Contains("have [Namespace]"));
    }

    [Test]
    public void All_faults_of_all_classes_are_told_at_once_and_nothing_is_added()
    {
        Assembly assembly = new EmittedAssembly("Faulty").Add("One", "/one", isFaulty: true).Add("Fine", "/fine").Add("Two", "two", isFaulty: true).Assembly;
        var services = new ServiceCollection();
        ISocketIOClientBuilder builder = services.AddClient();
        int before = services.Count;

        AggregateException exception = Assert.Throws<AggregateException>(() => builder.AddNamespacesFromAssembly(assembly))!;

        Assert.That(exception.InnerExceptions.Cast<NamespaceDefinitionException>().Select(faulty => (faulty.NamespaceType.Name, faulty.Faults.Count)),
            Is.EqualTo(new[] { ("One", 1), ("Two", 2) }));
        Assert.That(services, Has.Count.EqualTo(before));
    }

    [Test]
    public void The_only_faulty_class_is_told_as_itself()
    {
        Assembly assembly = new EmittedAssembly("Faulty").Add("One", "/one", isFaulty: true).Add("Fine", "/fine").Assembly;

        Assert.That(() => new ServiceCollection().AddClient().AddNamespacesFromAssembly(assembly), Throws.TypeOf<NamespaceDefinitionException>());
    }

    private static string[] TypesOf(Action<IServiceCollection> register)
    {
        var services = new ServiceCollection();
        register(services);
        return [.. services.Where(service => service.IsKeyedService && typeof(IClientNamespace).IsAssignableFrom(service.ServiceType)).Select(service => service.ServiceType.Name)];
    }
}
