using System.Text.Json;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Clients.Joining;

/// <summary>How namespaces are joined, which differs between Socket.IO 2.x and its successors.</summary>
internal abstract class JoinProtocol(SocketIOLimits limits)
{
    private const string NoMessage = "The server refused without saying why.";

    /// <summary>Whether the server joins <c>/</c> by itself when a connection begins, and lets a client into no other namespace without it.</summary>
    public abstract bool ServerJoinsDefault { get; }

    public static JoinProtocol Create(ClientCore core)
        => core.Options.EngineVersion == EngineIOVersion.V3 ? new JoinByQuery(core) : new JoinByPayload(core);

    /// <summary>A connection has been made, of which nothing has been read yet.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="hold">Whether emits other than its connect handlers' wait until those are done.</param>
    public virtual void Begin(Connection connection, bool hold)
    {
    }

    /// <summary>The packet that asks for a namespace.</summary>
    /// <exception cref="ArgumentException">The authentication can't be sent; says why.</exception>
    public abstract OutgoingPacket Connect(string @namespace, object? auth, RecoveryRequest? recovery);

    /// <summary>The session that the server's consent is to.</summary>
    /// <exception cref="SocketIOProtocolException">It does not say.</exception>
    public abstract JoinedSession ReadSession(IncomingPacket consent, string @namespace, Handshake handshake);

    /// <summary>What a refusal says.</summary>
    public ConnectError ReadRefusal(IncomingPacket refusal)
    {
        if (refusal.Json.IsEmpty)
            return new ConnectError(NoMessage, IsRefusal: true);
        var payload = Parse(refusal);
        return payload.ValueKind == JsonValueKind.String
            ? new ConnectError(TextOf(payload), IsRefusal: true)
            : new ConnectError(TextIn(payload, "message") ?? NoMessage, DataIn(payload), IsRefusal: true);
    }

    /// <summary>What a refusal says besides its message.</summary>
    protected abstract JsonElement? DataIn(JsonElement refusal);

    protected JsonElement Parse(IncomingPacket packet) => JsonElement.Parse(packet.Json, new JsonDocumentOptions { MaxDepth = limits.JsonDepth });

    protected static string? TextIn(JsonElement payload, string property)
        => payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty(property, out var text) && text.ValueKind == JsonValueKind.String
            ? TextOf(text)
            : null;

    private static string TextOf(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new SocketIOProtocolException("The server's answer to a CONNECT is not valid Unicode.");
        }
    }
}
