using System.Text;
using System.Text.Json;

namespace SocketIO.Namespaces.Benchmarks.Server;

/// <summary>What the server does with the packets of one client: it lets it join any namespace, counts and acknowledges its events, and floods it on demand.</summary>
/// <remarks>
/// <c>flood</c> (kind, count) asks for events; <c>emit</c> is counted; <c>call</c> is acknowledged with 1; <c>hold</c> is never answered; <c>received</c> is
/// acknowledged with the number of emits since the last time; <c>stamp</c> is answered by an event <c>stamped</c> with the server's monotonic time in nanoseconds.
/// </remarks>
internal sealed class FloodSession(IPacketOutput output)
{
    private readonly byte[] _answer = new byte[512];
    private long _emits;

    public static byte[] Handshake(string id)
        => Encoding.UTF8.GetBytes($"0{{\"sid\":\"{id}\",\"upgrades\":[],\"pingInterval\":{FloodSessions.PingInterval.TotalMilliseconds},\"pingTimeout\":60000,\"maxPayload\":1000000}}");

    /// <param name="packet">An Engine.IO packet.</param>
    public void Handle(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < 2 || packet[0] != '4')
            return;
        var path = PathOf(packet[2..]);
        var rest = packet[(2 + path.Length)..];
        if (packet[1] == '0')
            Answer("40"u8, path, default, "{\"sid\":\"f100d\"}"u8);
        else if (packet[1] == '2')
            HandleEvent(path, rest);
    }

    private void HandleEvent(ReadOnlySpan<byte> path, ReadOnlySpan<byte> rest)
    {
        var id = rest[..rest.IndexOf((byte)'[')];
        var arguments = rest[id.Length..];
        var name = arguments[2..];
        name = name[..name.IndexOf((byte)'"')];
        if (name.SequenceEqual("emit"u8))
        {
            _emits++;
        }
        else if (name.SequenceEqual("call"u8))
        {
            Answer("43"u8, path, id, "[1]"u8);
        }
        else if (name.SequenceEqual("received"u8))
        {
            Answer("43"u8, path, id, Encoding.UTF8.GetBytes($"[{_emits}]"));
            _emits = 0;
        }
        else if (name.SequenceEqual("stamp"u8))
        {
            Answer("42"u8, path, default, Encoding.UTF8.GetBytes($"[\"stamped\",{Stopwatch.GetTimestamp()}]"));
        }
        else if (name.SequenceEqual("flood"u8))
        {
            output.StartFlood(Request(arguments));
        }
    }

    /// <summary>The namespace with its comma, or nothing.</summary>
    private static ReadOnlySpan<byte> PathOf(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty || rest[0] != '/')
            return default;
        var comma = rest.IndexOf((byte)',');
        return comma < 0 ? rest : rest[..(comma + 1)];
    }

    private static FloodRequest Request(ReadOnlySpan<byte> arguments)
    {
        var reader = new Utf8JsonReader(arguments);
        reader.Read();
        reader.Read();
        reader.Read();
        var kind = FloodKind.Parse(reader.GetString()!);
        reader.Read();
        return new(kind, reader.GetInt32());
    }

    private void Answer(ReadOnlySpan<byte> type, ReadOnlySpan<byte> path, ReadOnlySpan<byte> id, ReadOnlySpan<byte> payload)
    {
        var length = 0;
        Append(type, ref length);
        Append(path, ref length);
        Append(id, ref length);
        Append(payload, ref length);
        output.Write(_answer.AsSpan(0, length));
    }

    private void Append(ReadOnlySpan<byte> part, ref int length)
    {
        part.CopyTo(_answer.AsSpan(length));
        length += part.Length;
    }
}
