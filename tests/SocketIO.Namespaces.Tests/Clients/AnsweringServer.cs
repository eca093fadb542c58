using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>Plays the server whenever it is told to: opens sessions, joins every namespace but <see cref="Locked"/>, and acknowledges with 1.</summary>
internal sealed class AnsweringServer(InMemoryNetwork network)
{
    /// <summary>The namespace that is always refused.</summary>
    public const string Locked = "/locked";

    private readonly List<InMemoryServer> _connections = [];

    /// <summary>The newest connection.</summary>
    public InMemoryServer Connection => _connections[^1];

    /// <summary>All packets that came, in order.</summary>
    public List<string> Received { get; } = [];

    /// <summary>Answers what has come since.</summary>
    public void Play()
    {
        while (network.TryAccept() is { } connection)
        {
            connection.SendHandshake(pingInterval: 3_600_000);
            _connections.Add(connection);
        }

        foreach (var connection in _connections)
        {
            while (connection.TryReceive() is { } packet)
            {
                Received.Add(packet);
                Answer(connection, packet);
            }
        }
    }

    private static void Answer(InMemoryServer connection, string packet)
    {
        var head = packet.Length > 2 && packet[2] == '/' ? packet[2..(packet.IndexOf(',', StringComparison.Ordinal) + 1)] : "";
        var id = string.Concat(packet.Skip(2 + head.Length).TakeWhile(char.IsAsciiDigit));
        if (packet.StartsWith("40", StringComparison.Ordinal))
            connection.Send(head == $"{Locked}," ? $$"""44{{head}}{"message":"no"}""" : $$"""40{{head}}{"sid":"sid of {{head}}"}""");
        else if (packet.StartsWith("42", StringComparison.Ordinal) && id.Length > 0)
            connection.Send($"43{head}{id}[1]");
    }
}
