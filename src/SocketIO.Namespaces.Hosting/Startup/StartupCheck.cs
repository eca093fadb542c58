using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Options;
using SocketIO.Namespaces.Hosting.Registration;

namespace SocketIO.Namespaces.Hosting.Startup;

/// <summary>Checks all that is registered, on all clients, and tells every fault at once.</summary>
/// <remarks>It runs as the validation of an options object that is there for nothing else: a host validates options before it starts anything.</remarks>
internal sealed class StartupCheck(
    IEnumerable<RegisteredClient> clients,
    ClientOptionsCheck options,
    NamespaceCheck namespaces,
    InjectionCheck injections) : IValidateOptions<StartupCheck.Trigger>
{
    public ValidateOptionsResult Validate(string? name, Trigger _)
    {
        Exception[] faults =
        [
            .. clients.SelectMany(client => (IEnumerable<Exception>)[.. options.FindFaults(client.Name), .. namespaces.FindFaults(client.Name)]),
            .. injections.FindFaults(),
        ];
        if (faults is [var only])
            ExceptionDispatchInfo.Throw(only);
        return faults.Length == 0 ? ValidateOptionsResult.Success : throw new FaultyRegistrationException(faults);
    }

    internal sealed class Trigger;
}
