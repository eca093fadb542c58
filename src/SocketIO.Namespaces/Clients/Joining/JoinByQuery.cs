using System.Text.Json;
using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Diagnostics;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Joining;

/// <summary>Socket.IO 2.x: the server joins <c>/</c> by itself; the client asks for other namespaces, with its authentication as a query. Session
/// ids follow from the engine's.</summary>
internal sealed class JoinByQuery(ClientCore core) : JoinProtocol(core.Options.Limits)
{
    private bool _hasWarned;

    public override bool ServerJoinsDefault => true;

    public override void Begin(Connection connection, bool hold)
    {
        var main = core.Namespaces.GetOrAdd(NamespacePath.Default);
        if (!main.IsWanted)
            return;
        main.Standing.Expect(connection, hold);
        if (_hasWarned || !core.HasAuth(main) || core.Supervisor.Plan?.Implicit == main)
            return;
        _hasWarned = true;
        Log.DefaultNamespaceTakesNoAuth(core.Logger);
    }

    public override OutgoingPacket Connect(string @namespace, object? auth, RecoveryRequest? recovery) => core.Serializer.ConnectWithQuery(@namespace, auth);

    public override JoinedSession ReadSession(IncomingPacket consent, string @namespace, Handshake handshake)
        => new(@namespace == NamespacePath.Default ? handshake.Sid : $"{@namespace}#{handshake.Sid}", Pid: null);

    protected override JsonElement? DataIn(JsonElement refusal) => refusal;
}
