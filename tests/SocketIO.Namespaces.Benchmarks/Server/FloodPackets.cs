using System.Text;

namespace SocketIO.Namespaces.Benchmarks.Server;

/// <summary>The events a flood repeats: <see cref="Period"/> of them, whose ids count from 0, so that the receiver can check their sum.</summary>
internal static class FloodPackets
{
    public const int Period = 1000;
    public const int AttachmentBytes = 1024;

    private static readonly string Filler = new('x', 1000);

    /// <summary>One event: its packet, and the attachment of a binary one.</summary>
    public static (byte[] Packet, byte[]? Attachment) Create(FloodKind kind, int index) => kind.Name switch
    {
        FloodKind.Kilobyte => (Event("kb", Reading(index, $",\"text\":\"{Filler}\"")), null),
        FloodKind.Binary => ("451-[\"bin\",{\"_placeholder\":true,\"num\":0}]"u8.ToArray(), Attachment(index)),
        FloodKind.Handlers => (Event(FloodKind.EventName(index % kind.Width), Reading(index)), null),
        FloodKind.Namespaces => (Event("small", Reading(index), FloodKind.NamespacePath(index % kind.Width) + ","), null),
        FloodKind.Async => (Event("awaiting", Reading(index)), null),
        FloodKind.Small => (Event("small", Reading(index)), null),
        _ => throw new ArgumentException($"There is no flood of {kind}."),
    };

    /// <summary>The sum of the ids in a flood's first events.</summary>
    public static long Checksum(long count)
    {
        long rounds = count / Period, rest = count % Period;
        return (rounds * Period * (Period - 1) / 2) + (rest * (rest - 1) / 2);
    }

    private static byte[] Event(string name, string argument, string path = "") => Encoding.UTF8.GetBytes($"42{path}[\"{name}\",{argument}]");

    private static string Reading(int id, string more = "") => $"{{\"id\":{id},\"name\":\"sensor-17\",\"value\":21.5{more}}}";

    private static byte[] Attachment(int index)
    {
        var content = new byte[AttachmentBytes];
        BitConverter.TryWriteBytes(content, index);
        return content;
    }
}
