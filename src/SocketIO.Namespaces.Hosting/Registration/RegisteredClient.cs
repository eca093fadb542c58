namespace SocketIO.Namespaces.Hosting.Registration;

/// <summary>Says that there is a client of this name.</summary>
internal sealed record RegisteredClient(string Name);
