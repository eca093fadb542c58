using Microsoft.Extensions.Options;
using SocketIO.Namespaces.Clients;
using SocketIO.Namespaces.Hosting.Registration;

namespace SocketIO.Namespaces.Hosting.Configuration;

/// <summary>Refuses options that cannot work, naming every fault at once by the key that fixes it.</summary>
internal sealed class ClientOptionsValidator(IEnumerable<IConfigureOptions<SocketIOClientOptions>> sources)
    : IValidateOptions<SocketIOClientOptions>
{
    public ValidateOptionsResult Validate(string? name, SocketIOClientOptions options)
    {
        string client = name ?? Options.DefaultName;
        ConfiguredClientOptions? configured = sources.OfType<ConfiguredClientOptions>().LastOrDefault(source => source.Client == client);

        var faults = new Dictionary<string, string>(configured?.FindFaults() ?? new Dictionary<string, string>());
        foreach ((string option, string fault) in ClientOptionsRules.FindFaults(options))
            faults.TryAdd(option, fault);

        return faults.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(faults.Select(fault => $"{Key(fault.Key)} {fault.Value}"));

        string Key(string option) => configured is null ? $"{option} of {ClientLabel.Of(client)}" : configured.KeyOf(option);
    }
}
