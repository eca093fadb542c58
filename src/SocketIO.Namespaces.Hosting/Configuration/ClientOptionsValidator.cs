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
        ConfiguredClientOptions[] sections = [.. sources.OfType<ConfiguredClientOptions>().Where(source => source.Client == client)];

        (string Option, string Fault)[] unreadable =
        [
            .. from section in sections
               from fault in section.FindFaults()
               select (fault.Key, $"{section.KeyOf(fault.Key)} {fault.Value}"),
        ];
        IEnumerable<string> unsound =
            from finding in ClientOptionsRules.FindFaults(options)
            where !unreadable.Any(fault => fault.Option == finding.Option)
            select $"{Key(finding.Option)} {finding.Fault}";

        string[] faults = [.. unreadable.Select(fault => fault.Fault).Distinct(), .. unsound];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        string Key(string option) => sections is [.., var last] ? last.KeyOf(option) : $"{option} of {ClientLabel.Of(client)}";
    }
}
