using System.Buffers;
using System.Text;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.TestDoubles;

/// <summary>Packets to send and packets received, as text.</summary>
internal static class Packets
{
    /// <summary>A control packet, type digit included: many may own it.</summary>
    public static OutgoingPacket Control(string text) => OutgoingPacket.Control(Encoding.UTF8.GetBytes(text));

    /// <summary>An event packet as the serializer makes them: pooled, with one owner. Its text is <c>42</c>, or <c>45</c> with the count of
    /// attachments, and then the payload.</summary>
    public static OutgoingPacket Event(string payload, params byte[][] attachments) => OutgoingPacket.Create(
        new OutgoingHeader(PacketType.Event, "/", id: null, attachments.Length),
        Encoding.UTF8.GetBytes(payload),
        Array.ConvertAll(attachments, attachment => (ReadOnlyMemory<byte>)attachment),
        new PacketPool(ArrayPool<byte>.Shared));

    /// <summary>Type and data, <c>binary:</c> and hexadecimal digits, or <c>closed</c>.</summary>
    public static string Show(EnginePacket? packet) => packet switch
    {
        null => "closed",
        { IsBinary: true } binary => "binary:" + Convert.ToHexString(binary.Data.Span),
        { } text => $"{text.Type}:{Encoding.UTF8.GetString(text.Data.Span)}",
    };
}
