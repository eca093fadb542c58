using System.Text.Json;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Joining;

/// <summary>Socket.IO 3.x and later: the client asks for each namespace, with its authentication as payload, and is given a session id.</summary>
internal sealed class JoinByPayload(ClientCore core) : JoinProtocol(core.Options.Limits)
{
    public override bool ServerJoinsDefault => false;

    public override OutgoingPacket Connect(string @namespace, object? auth, RecoveryRequest? recovery) => core.Serializer.Connect(@namespace, auth, recovery);

    public override JoinedSession ReadSession(IncomingPacket consent, string @namespace, Handshake handshake)
    {
        var payload = consent.Json.IsEmpty ? default : Parse(consent);
        return TextIn(payload, "sid") is { } sid
            ? new JoinedSession(sid, TextIn(payload, "pid"))
            : throw VersionMismatch.Create($"The server joined namespace '{@namespace}' without giving a session id", EngineIOVersion.V4);
    }

    protected override JsonElement? DataIn(JsonElement refusal)
        => refusal.ValueKind == JsonValueKind.Object && refusal.TryGetProperty("data", out var data) ? data : null;
}
