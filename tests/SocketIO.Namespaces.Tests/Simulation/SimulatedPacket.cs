using System.Globalization;
using System.Text;

namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>A Socket.IO packet as the simulated server reads it: with means of its own, so that a fault of the client's codec shows.</summary>
internal readonly record struct SimulatedPacket(char Type, int Attachments, string Path, string Id, string Payload)
{
    /// <summary>The number in the event's name.</summary>
    public int Serial => int.Parse(Payload.AsSpan(3, Payload.IndexOf('"', 2) - 3), CultureInfo.InvariantCulture);

    /// <summary>Reads an Engine.IO message of text.</summary>
    public static SimulatedPacket Parse(ReadOnlySpan<byte> utf8)
    {
        var text = Encoding.UTF8.GetString(utf8);
        var type = text[1];
        var rest = text[2..];
        var attachments = 0;
        if (type is '5' or '6')
        {
            attachments = int.Parse(rest.AsSpan(0, rest.IndexOf('-', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
            rest = rest[(rest.IndexOf('-', StringComparison.Ordinal) + 1)..];
        }

        var path = "/";
        if (rest.StartsWith('/'))
        {
            var comma = rest.IndexOf(',', StringComparison.Ordinal);
            path = rest[..comma];
            rest = rest[(comma + 1)..];
        }

        var payload = rest.TrimStart([.. "0123456789"]);
        return new SimulatedPacket(type, attachments, path, rest[..^payload.Length], payload);
    }

    public override string ToString() => $"{Type} {Path} {Id} {Payload}{(Attachments > 0 ? $" and {Attachments} attachments" : "")}";

    /// <summary>Type and namespace as they begin a packet.</summary>
    public static string Head(char type, string path) => path == "/" ? $"4{type}" : $"4{type}{path},";
}
