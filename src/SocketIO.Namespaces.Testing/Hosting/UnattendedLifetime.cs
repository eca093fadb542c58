using Microsoft.Extensions.Hosting;

namespace SocketIO.Namespaces.Testing.Hosting;

/// <summary>A host that lives as long as its owner says, and does not listen to the console.</summary>
internal sealed class UnattendedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
