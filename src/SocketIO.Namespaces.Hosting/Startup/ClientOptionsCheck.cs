using Microsoft.Extensions.Options;

namespace SocketIO.Namespaces.Hosting.Startup;

/// <summary>Finds what is wrong with the options of clients.</summary>
internal sealed class ClientOptionsCheck(
    IOptionsMonitor<SocketIOClientOptions> options,
    IEnumerable<IConfigureOptions<SocketIOClientOptions>> sources,
    IEnumerable<IPostConfigureOptions<SocketIOClientOptions>> defaults)
{
    public IEnumerable<Exception> FindFaults(string client)
    {
        try
        {
            options.Get(client);
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return [exception.Failures.Skip(1).Any() ? new FaultyOptionsException(exception) : exception];
        }
    }

    /// <summary>The options of a client, whether or not they can work.</summary>
    public SocketIOClientOptions Unvalidated(string client) => new OptionsFactory<SocketIOClientOptions>(sources, defaults).Create(client);
}
