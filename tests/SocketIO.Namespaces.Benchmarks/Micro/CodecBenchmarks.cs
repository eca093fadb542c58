using BenchmarkDotNet.Attributes;
using SocketIO.Namespaces.Benchmarks.Peers;
using SocketIO.Namespaces.Benchmarks.Server;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Benchmarks.Micro;

/// <summary>Bytes to packets and back.</summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    private static readonly byte[] Attachment = new byte[FloodPackets.AttachmentBytes];

    private readonly PacketDecoder _decoder = new(MicroPackets.Limits);
    private readonly byte[] _kilobyte = FloodPackets.Create(FloodKind.Parse(FloodKind.Kilobyte), index: 0).Packet[1..];
    private readonly byte[] _binary = FloodPackets.Create(FloodKind.Parse(FloodKind.Binary), index: 0).Packet[1..];

    [Benchmark]
    public void DecodeSmall() => _decoder.DecodeText(MicroPackets.Small)!.Dispose();

    [Benchmark]
    public void DecodeKilobyte() => _decoder.DecodeText(_kilobyte)!.Dispose();

    [Benchmark]
    public void DecodeAttachment()
    {
        _decoder.DecodeText(_binary);
        _decoder.DecodeBinary(Attachment)!.Dispose();
    }

    [Benchmark]
    public void EncodeSmall() => MicroPackets.Serializer.Event("/", new Emission("emit", Reading.Sample), id: null).Dispose();

    [Benchmark]
    public void EncodeAttachment() => MicroPackets.Serializer.Event("/", new Emission("emit", Attachment), id: null).Dispose();

    [Benchmark]
    public void EncodeAcknowledgement() => MicroPackets.Serializer.Ack("/", id: 17, value: 1).Dispose();
}
