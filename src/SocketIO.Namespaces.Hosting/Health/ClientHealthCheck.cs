using Microsoft.Extensions.Diagnostics.HealthChecks;
using SocketIO.Namespaces.Clients;

namespace SocketIO.Namespaces.Hosting.Health;

/// <summary>Tells how a client is doing. It only reads what the client knows: nothing is sent.</summary>
internal sealed class ClientHealthCheck(AsyncClient client, TimeSpan unhealthyAfter) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ClientStatus status = client.Status;
        (HealthStatus health, string description) = Judge(status, context.Registration.FailureStatus);
        var data = new Dictionary<string, object> { ["state"] = status.State.ToString() };
        if (client.Transport is { } transport)
            data["transport"] = transport.ToString();
        if (status.OutageDuration is { } duration)
            data["disconnectedFor"] = duration;
        if (status.RefusedNamespaces.Count > 0)
            data["refusedNamespaces"] = status.RefusedNamespaces;
        if (status.MissingNamespaces.Count > 0)
            data["missingNamespaces"] = status.MissingNamespaces;
        return Task.FromResult(new HealthCheckResult(health, description, exception: null, data));
    }

    private (HealthStatus Health, string Description) Judge(ClientStatus status, HealthStatus failure)
    {
        if (status.State == ClientState.Connected)
            return JudgeNamespaces(status);

        string cause = status.LastFailure is null ? "" : $" {status.LastFailure}";
        if (status.HasPermanentFault)
            return (failure, $"Not connected, and somebody has to fix the cause:{cause}");
        if (status.OutageDuration is not { } duration)
            return (HealthStatus.Degraded, "Not started yet.");
        if (status.State is not (ClientState.Connecting or ClientState.Reconnecting))
            return (failure, $"The connection has ended for good ({status.State}).{cause}");
        return (duration >= unhealthyAfter ? failure : HealthStatus.Degraded, $"{status.State} for {duration.TotalSeconds:0} s.{cause}");
    }

    private static (HealthStatus Health, string Description) JudgeNamespaces(ClientStatus status)
    {
        string refused = string.Join(", ", status.RefusedNamespaces);
        string missing = string.Join(", ", status.MissingNamespaces);
        return (refused, missing) switch
        {
            ("", "") => (HealthStatus.Healthy, "Connected."),
            (_, "") => (HealthStatus.Degraded, $"Connected, but the server refuses {refused}."),
            ("", _) => (HealthStatus.Degraded, $"Connected, but not joined: {missing}."),
            _ => (HealthStatus.Degraded, $"Connected, but the server refuses {refused}; not joined: {missing}."),
        };
    }
}
