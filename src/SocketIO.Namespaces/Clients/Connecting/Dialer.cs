using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Clients.Joining;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Engine;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>Makes one connection: asks where to, opens the engine session, joins the namespaces.</summary>
internal sealed class Dialer(ClientCore core, ITransportConnector connector)
{
    /// <summary>Makes a connection.</summary>
    /// <param name="run">The run that it is for, which has the connection from the moment when namespaces can be joined on it.</param>
    /// <param name="attempt">1 for the first attempt.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SocketIOConnectException">The server was not reached, or joined too few of the namespaces.</exception>
    public async Task<Connection> DialAsync(Run run, int attempt, CancellationToken cancellationToken)
    {
        using var span = Spans.StartConnect(attempt);
        try
        {
            var connection = await DialInTimeAsync(run, attempt, span, cancellationToken).ConfigureAwait(false);
            Spans.SetTransport(span, connection.Engine.Transport);
            return connection;
        }
        catch (Exception failure)
        {
            Spans.Fail(span, ConnectFailure.TypeOf(failure), failure.Message);
            throw;
        }
    }

    private async Task<Connection> DialInTimeAsync(Run run, int attempt, Activity? span, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(core.Options.ConnectTimeout, core.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await ConnectAsync(run, attempt, span, either.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not SocketIOConnectException && !cancellationToken.IsCancellationRequested)
        {
            var message = failure is OperationCanceledException ? ConnectFailure.OutOfTime(core.Options) : failure.Message;
            foreach (var session in run.Plan.Namespaces.Where(session => session is { IsWanted: true, IsRefused: false }))
                session.ReportError(new ConnectError(message));
            throw ConnectFailure.Of(message, failure);
        }
    }

    private async Task<Connection> ConnectAsync(Run run, int attempt, Activity? span, CancellationToken cancellationToken)
    {
        var request = await RequestAsync(run.Plan, cancellationToken).ConfigureAwait(false);
        Spans.SetServer(span, request.Url);
        if (request.Headers.ContainsKey("Authorization") || request.Headers.ContainsKey("Cookie"))
            core.Cleartext.Check(request.Url);
        var byItself = run.Plan.KeepsTrying || core.State.Current == ClientState.Reconnecting;
        var settings = new EngineSettings([.. core.Options.Transports.Distinct()], core.Options.Limits, core.Time, core.Logger) { LimitReporter = core.Limits, Metrics = core.Metrics };
        var engine = await EngineSession.OpenAsync(settings, connector, request, cancellationToken).ConfigureAwait(false);
        var connection = new Connection(engine, core) { Server = request.Url };
        run.Connection = connection;
        core.Joining.Begin(connection, hold: byItself);
        connection.Start();
        try
        {
            await JoinAsync(connection, run.Plan, byItself, attempt, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            run.Connection = null;
            await core.Teardown.DiscardAsync(connection, run.Stop).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<TransportRequest> RequestAsync(ConnectPlan plan, CancellationToken cancellationToken)
    {
        var options = core.Options;
        var url = plan.Url is null && options.UrlProvider is { } provider
            ? await Provider.AskAsync(nameof(options.UrlProvider), provider, cancellationToken).ConfigureAwait(false)
            : plan.Url ?? options.Url!;
        var query = await MergeAsync(options.Query, options.QueryProvider, nameof(options.QueryProvider), StringComparer.Ordinal, cancellationToken).ConfigureAwait(false);
        var headers = await MergeAsync(options.Headers, options.HeadersProvider, nameof(options.HeadersProvider), StringComparer.OrdinalIgnoreCase, cancellationToken).ConfigureAwait(false);
        return new TransportRequest(ServerUrl.Build(url, options.Path, query), headers) { Version = options.EngineVersion };
    }

    private static async ValueTask<Dictionary<string, string>> MergeAsync(
        IDictionary<string, string> values,
        Func<CancellationToken, ValueTask<IReadOnlyDictionary<string, string>>>? provider,
        string providerName,
        StringComparer comparer,
        CancellationToken cancellationToken)
    {
        var merged = new Dictionary<string, string>(values, comparer);
        if (provider is not null)
        {
            foreach (var (name, value) in await Provider.AskAsync(providerName, provider, cancellationToken).ConfigureAwait(false))
                merged[name] = value;
        }

        return merged;
    }

    private async Task JoinAsync(Connection connection, ConnectPlan plan, bool byItself, int attempt, CancellationToken cancellationToken)
    {
        var wanted = plan.Namespaces.Where(session => session.IsWanted).ToArray();
        var joining = Task.WhenAll(wanted.Select(session => JoinUnlessLeftAsync(session, connection, byItself, attempt, cancellationToken)));
        var first = await Task.WhenAny(joining, connection.Engine.Completion).ConfigureAwait(false);
        if (first != joining || joining is { Exception.InnerException: SocketIODisconnectedException })
            throw LostWhileJoining(Loss.Of(await connection.Engine.Completion.WaitAsync(cancellationToken).ConfigureAwait(false)), joining);

        var answers = await joining.ConfigureAwait(false);
        var refused = wanted.Zip(answers).Where(pair => pair.Second is not null).ToDictionary(pair => pair.First, pair => pair.Second!);
        if (plan.Implicit is { } implied && refused.Count < wanted.Length && refused.Remove(implied))
        {
            Log.DefaultNamespaceRefused(core.Logger);
            implied.EndDeliveries();
        }

        if (refused.Count == 0)
            return;
        if (!byItself || refused.Count == wanted.Length)
            throw Refused(refused);
        foreach (var session in refused.Keys)
            connection.Own(core.Membership.RejoinAsync(session, connection, first: Task.CompletedTask));
    }

    private static async Task<ConnectError?> JoinUnlessLeftAsync(NamespaceSession session, Connection connection, bool hold, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await session.Joiner.JoinAsync(connection, hold, attempt, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketIODisconnectedException) when (!session.IsWanted)
        {
            return null; // left meanwhile; the connection is for the others
        }
    }

    private static SocketIODisconnectedException LostWhileJoining(Loss loss, Task joining)
    {
        joining.IgnoreFailure(); // it fails of the same loss
        return new SocketIODisconnectedException($"the connection ended before the namespaces were joined: {loss.Cause}", loss.Reason, loss.Exception);
    }

    private static SocketIOConnectException Refused(Dictionary<NamespaceSession, ConnectError> refused) => new(
        $"The server refused {string.Join("; ", refused.Select(refusal => $"namespace '{refusal.Key.Namespace}': {Printable.Of(refusal.Value.Message)}"))}.",
        refused.ToDictionary(refusal => refusal.Key.Namespace, refusal => refusal.Value))
    { Delivery = Delivery.NotSent };
}
