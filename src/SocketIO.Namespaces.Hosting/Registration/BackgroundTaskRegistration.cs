namespace SocketIO.Namespaces.Hosting.Registration;

/// <summary>A task to run while a client does.</summary>
/// <param name="Client">The client's name.</param>
/// <param name="Run">The task.</param>
internal sealed record BackgroundTaskRegistration(string Client, Func<AsyncClient, CancellationToken, Task> Run);
