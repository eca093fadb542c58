namespace SocketIO.Namespaces.Hosting.Registration;

/// <summary>The interface of a typed server added to a client.</summary>
/// <param name="Client">The client's name.</param>
/// <param name="Type">The interface.</param>
/// <param name="Path">The namespace it emits on.</param>
/// <param name="Naming">How its methods name their events.</param>
internal sealed record ServerRegistration(string Client, Type Type, string Path, EventNaming Naming);
