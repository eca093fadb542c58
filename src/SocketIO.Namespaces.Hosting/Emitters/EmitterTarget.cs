using SocketIO.Namespaces.Hosting.Registration;

namespace SocketIO.Namespaces.Hosting.Emitters;

/// <summary>Finds the registration of a namespace class that an emitter is meant for.</summary>
internal static class EmitterTarget
{
    /// <param name="type">The class.</param>
    /// <param name="client">The client's name; null for the class's only client.</param>
    /// <param name="registrations">Every namespace class of every client.</param>
    /// <exception cref="InvalidOperationException">The class is not registered there, or more than once.</exception>
    public static NamespaceRegistration Find(Type type, string? client, IEnumerable<NamespaceRegistration> registrations)
    {
        NamespaceRegistration[] found = FindAll(type, client, registrations);
        return Describe(type, client, found) is { } fault ? throw new InvalidOperationException(fault) : found[0];
    }

    /// <summary>What <see cref="Find"/> would refuse; null if nothing.</summary>
    public static string? FindFault(Type type, string? client, IEnumerable<NamespaceRegistration> registrations)
        => Describe(type, client, FindAll(type, client, registrations));

    private static NamespaceRegistration[] FindAll(Type type, string? client, IEnumerable<NamespaceRegistration> registrations)
        => [.. registrations.Where(registration => registration.Type == type && (client is null || registration.Client == client))];

    private static string? Describe(Type type, string? client, NamespaceRegistration[] found) => found switch
    {
        [_] => null,
        [] => NotRegistered(type.Name, client),
        _ => Ambiguous(type.Name, found),
    };

    private static string NotRegistered(string type, string? client)
        => $"There is no emitter for {type}: it is not registered on {(client is null ? "any client" : ClientLabel.Of(client))}. "
            + $"Add it with services.AddSocketIOClient(…).AddNamespace<{type}>().";

    private static string Ambiguous(string type, NamespaceRegistration[] found)
    {
        string[] keys = [.. found.Select(registration => $"\"{registration.Client}\"").Distinct()];
        return keys.Length > 1
            ? $"{type} is registered on several clients. Take its emitter by key, [FromKeyedServices(…)] ISocketIOEmitter<{type}>; the keys are "
                + $"{string.Join(", ", keys)} (an empty one is the default client's)."
            : $"{type} is registered on several paths of {ClientLabel.Of(found[0].Client)}. Take the AsyncClient, and emit on its Of(path).";
    }
}
