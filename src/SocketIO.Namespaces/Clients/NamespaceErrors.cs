using SocketIO.Namespaces.Clients.Joining;
using SocketIO.Namespaces.Diagnostics;

namespace SocketIO.Namespaces.Clients;

/// <summary>What a caller is told when something can't be sent to a namespace, or is not answered.</summary>
internal sealed class NamespaceErrors(string path, ClientCore core)
{
    public SocketIODisconnectedException NotConnectedNow() => new(core.State.Current switch
    {
        ClientState.Disposed => "The client has been disposed.",
        ClientState.Disconnecting => "The client is disconnecting; nothing more is sent.",
        ClientState.Disconnected => core.NotConnected,
        _ => $"Namespace '{path}' is not connected at the moment; the client is connecting.",
    })
    { Delivery = Delivery.NotSent };

    public SocketIOConnectException Refused(ConnectError refusal) => new(
        $"The server refused namespace '{path}': {Printable.Of(refusal.Message)}", new Dictionary<string, ConnectError> { [path] = refusal })
    { Delivery = Delivery.NotSent };

    public SocketIOConnectException JoinNotAnswered()
        => new($"The server did not answer for namespace '{path}' within {core.Options.ConnectTimeout.TotalSeconds:0.###} s.");

    public SocketIOException BufferIsFull(string limit) => new(
        $"Too many emits wait for the connection of namespace '{path}' ({nameof(SocketIOLimits)}.{nameof(SocketIOLimits.BufferedEmits)}, " +
        $"{nameof(SocketIOLimits.BufferedEmitBytes)}). Emit less while disconnected, or let such emits fail or drop with {nameof(EmitOptions)}.")
    { Delivery = Delivery.NotSent, Limit = limit };

    public SocketIOTimeoutException NotAcknowledged(string eventName, TimeSpan wait, Delivery delivery)
    {
        var cause = delivery == Delivery.NotSent
            ? "It could not be sent in that time."
            : $"The server may have no handler that acknowledges it; if it needs longer, pass a timeout or raise {nameof(SocketIOClientOptions.AckTimeout)}.";
        return new($"No acknowledgement of '{eventName}' came from namespace '{path}' within {wait.TotalSeconds:0.###} s. {cause}") { Delivery = delivery };
    }

    public NamespaceNotConnectedException NotJoined(ConnectError? lastRefusal)
    {
        var remedy = core.Options.IsHosted
            ? $"add a class for it, name it in {nameof(SocketIOClientOptions)}.{nameof(SocketIOClientOptions.Namespaces)}"
            : $"pass it to {core.Method("Connect")}, register a handler for it before connecting";
        return new(
            lastRefusal is { } refusal
                ? $"The server refused namespace '{path}': {Printable.Of(refusal.Message)}"
                : $"Namespace '{path}' is not connected: {remedy}, or call {core.Method("Join")}.",
            path)
        { Delivery = Delivery.NotSent };
    }

    /// <exception cref="SocketIOException">Emits can't wait for a connection, since none is being made.</exception>
    public void ThrowUnlessConnecting(NamespaceStanding standing)
    {
        if (!core.State.IsRunning)
            throw NotConnectedNow();
        if (!standing.IsExpected)
            throw NotJoined(standing.LastRefusal);
        if (!core.Supervisor.ConnectsByItself)
            throw NotConnectedNow();
    }
}
