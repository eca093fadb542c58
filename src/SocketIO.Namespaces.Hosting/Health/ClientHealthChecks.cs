using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using SocketIO.Namespaces.Hosting.Registration;

namespace SocketIO.Namespaces.Hosting.Health;

/// <summary>Adds a check for each client that is registered, or for the one named, once all registrations are known.</summary>
/// <param name="client">The client; null for all.</param>
/// <param name="unhealthyAfter">How long a client may be without a connection.</param>
/// <param name="failureStatus">What a failing client is reported as; null for unhealthy.</param>
/// <param name="tags">What the checks are tagged with.</param>
/// <param name="clients">The clients there are.</param>
internal sealed class ClientHealthChecks(
    string? client, TimeSpan unhealthyAfter, HealthStatus? failureStatus, IEnumerable<string> tags, IEnumerable<RegisteredClient> clients)
    : IConfigureOptions<HealthCheckServiceOptions>
{
    public void Configure(HealthCheckServiceOptions options)
    {
        string[] registered = [.. clients.Select(each => each.Name)];
        if (registered.Length == 0 || (client is not null && !registered.Contains(client)))
            throw new InvalidOperationException($"AddHealthChecks().AddSocketIOClient({(client is null ? "" : $"\"{client}\"")}) has no client to check. {UnknownClient.Describe(client ?? "", registered)}");

        string[] names = client is null ? registered : [client];
        foreach (string name in names)
        {
            string check = name.Length == 0 ? "socketio" : $"socketio:{name}";
            if (options.Registrations.Any(registration => registration.Name == check))
                continue; // the first one counts
            options.Registrations.Add(new HealthCheckRegistration(
                check, provider => new ClientHealthCheck(provider.GetRequiredKeyedService<AsyncClient>(name), unhealthyAfter), failureStatus, tags));
        }
    }
}
