using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces.Testing.Hosting;

/// <summary>Lends the host a logger factory that it must not dispose.</summary>
internal sealed class UnownedLoggerFactory(ILoggerFactory factory) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => factory.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => factory.AddProvider(provider);

    public void Dispose()
    {
        // Its owner does.
    }
}
