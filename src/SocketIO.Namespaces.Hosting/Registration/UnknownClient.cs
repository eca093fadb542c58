namespace SocketIO.Namespaces.Hosting.Registration;

/// <summary>What is said where somebody names a client that there is not.</summary>
internal static class UnknownClient
{
    public static string Describe(string name, IReadOnlyCollection<string> clients)
        => $"There is no {(name.Length == 0 ? "default client" : ClientLabel.Of(name))}: add it with services.AddSocketIOClient({(name.Length == 0 ? "" : $"\"{name}\", ")}…). "
            + (clients.Count == 0 ? "No client is registered." : $"The names of those registered are {string.Join(", ", clients.Select(client => $"\"{client}\""))} (an empty one is the default client's).");
}
