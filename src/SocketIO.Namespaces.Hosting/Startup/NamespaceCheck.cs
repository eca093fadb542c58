using SocketIO.Namespaces.Clients;
using SocketIO.Namespaces.Hosting.Registration;

namespace SocketIO.Namespaces.Hosting.Startup;

/// <summary>Finds what is wrong with the namespace classes of clients, as far as that can be seen without an instance of them.</summary>
internal sealed class NamespaceCheck(ClientOptionsCheck options, ConstructorInspector inspector, IEnumerable<NamespaceRegistration> registrations)
{
    private const string InsteadOfScoped
        = "take it as a parameter of the handlers that need it, which get a scope per event, take IServiceScopeFactory, "
            + "or have an instance made per event, by AddNamespace(ServiceLifetime.Scoped).";

    public IEnumerable<Exception> FindFaults(string client)
    {
        var rules = new NamespaceRules(options.Unvalidated(client));
        var taken = new Dictionary<string, NamespaceRegistration>();
        foreach (NamespaceRegistration registration in registrations.Where(registration => registration.Client == client))
        {
            string[] faults = [.. FindFaults(registration, rules, taken)];
            if (faults.Length > 0)
                yield return new NamespaceDefinitionException(registration.Type, faults);
        }
    }

    private IEnumerable<string> FindFaults(NamespaceRegistration registration, NamespaceRules rules, Dictionary<string, NamespaceRegistration> taken)
    {
        if (registration.KnownPath is { } path && !taken.TryAdd(path, registration))
            yield return taken[path].Taken(path);
        foreach (string fault in registration.IsConstructed ? inspector.FindFaults(registration.Type, registration.IsSingleton ? InsteadOfScoped : null) : [])
            yield return fault;
        foreach (string fault in rules.FindFaults(registration.Type))
            yield return fault;
    }
}
