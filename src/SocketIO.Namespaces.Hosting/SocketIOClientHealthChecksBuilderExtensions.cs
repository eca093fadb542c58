using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using SocketIO.Namespaces;
using SocketIO.Namespaces.Hosting.Health;
using SocketIO.Namespaces.Hosting.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds health checks of Socket.IO clients.</summary>
public static class SocketIOClientHealthChecksBuilderExtensions
{
    private static readonly TimeSpan DefaultUnhealthyAfter = TimeSpan.FromMinutes(1);
    private static readonly string[] DefaultTags = ["ready", "socketio"];

    /// <summary>Adds a check of each registered client, named <c>socketio</c>, or <c>socketio:</c> and the client's name.</summary>
    /// <remarks>
    /// <para>A connected client is healthy; degraded if the server refuses one of its namespaces, has disconnected it alone or does not answer for it, which
    /// the description names. One that is connecting or reconnecting is degraded, and unhealthy after <paramref name="unhealthyAfter"/>; at once if the cause
    /// does not pass by itself, such as a 401 or a bad certificate; and if the connection has ended for good.</para>
    /// <para>The check reads what the client knows and sends nothing. It is one of readiness: restarting the process does not fix the server, so keep it out of
    /// liveness.</para>
    /// </remarks>
    /// <param name="builder">Where to add it.</param>
    /// <param name="unhealthyAfter">How long a client may be without a connection before it is unhealthy. Default: null, one minute.</param>
    /// <param name="failureStatus">What an unhealthy client is reported as. Default: null, <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">The checks' tags. Default: null, <c>ready</c> and <c>socketio</c>.</param>
    public static IHealthChecksBuilder AddSocketIOClient(
        this IHealthChecksBuilder builder, TimeSpan? unhealthyAfter = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
        => Add(builder, client: null, unhealthyAfter, failureStatus, tags);

    /// <summary>Adds a check of one client, named <c>socketio:</c> and the client's name.</summary>
    /// <inheritdoc cref="AddSocketIOClient(IHealthChecksBuilder, TimeSpan?, HealthStatus?, IEnumerable{string}?)"/>
    /// <param name="builder">Where to add it.</param>
    /// <param name="clientName">The client's name; empty for the default client.</param>
    /// <param name="unhealthyAfter">How long the client may be without a connection before it is unhealthy. Default: null, one minute.</param>
    /// <param name="failureStatus">What an unhealthy client is reported as. Default: null, <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">The check's tags. Default: null, <c>ready</c> and <c>socketio</c>.</param>
    public static IHealthChecksBuilder AddSocketIOClient(
        this IHealthChecksBuilder builder, string clientName, TimeSpan? unhealthyAfter = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(clientName);
        return Add(builder, clientName, unhealthyAfter, failureStatus, tags);
    }

    private static IHealthChecksBuilder Add(
        IHealthChecksBuilder builder, string? client, TimeSpan? unhealthyAfter, HealthStatus? failureStatus, IEnumerable<string>? tags)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (unhealthyAfter is { } time)
            ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, nameof(unhealthyAfter));
        builder.Services.AddSingleton<IConfigureOptions<HealthCheckServiceOptions>>(provider => new ClientHealthChecks(
            client, unhealthyAfter ?? DefaultUnhealthyAfter, failureStatus, [.. tags ?? DefaultTags], provider.GetServices<RegisteredClient>()));
        return builder;
    }
}
