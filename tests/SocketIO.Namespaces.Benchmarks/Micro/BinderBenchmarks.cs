using System.Text.Json;
using BenchmarkDotNet.Attributes;
using SocketIO.Namespaces.Benchmarks.Peers;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Benchmarks.Micro;

/// <summary>From a packet to the arguments of a handler, and its call.</summary>
[MemoryDiagnoser]
public class BinderBenchmarks
{
    private static readonly BindingContext Context = new(MicroPackets.Serializer, Services: null);

    private static readonly byte[] Json = JsonSerializer.SerializeToUtf8Bytes(Reading.Sample, JsonSerializerOptions.Web);

    private readonly HandlerMethod _none = Compile(() => { });
    private readonly HandlerMethod _record = Compile((Reading reading) => Sum(reading.Id));
    private readonly HandlerMethod _three = Compile((int id, string name, bool isOn) => Sum(isOn ? id : name.Length));
    private readonly HandlerMethod _task = Compile((Reading reading) =>
    {
        Sum(reading.Id);
        return Task.CompletedTask;
    });

    private readonly HandlerInvocation _small = InvocationOf(MicroPackets.Small);
    private readonly HandlerInvocation _threeArguments = InvocationOf(MicroPackets.Three);

    private static int _sum;

    [Benchmark(Baseline = true)]
    public ValueTask WithoutArgument() => _none.InvokeAsync(target: null, _small);

    /// <summary>What no binder can be faster than.</summary>
    [Benchmark]
    public object? RecordBySystemTextJson() => JsonSerializer.Deserialize<Reading>(Json, JsonSerializerOptions.Web);

    [Benchmark]
    public ValueTask Record() => _record.InvokeAsync(target: null, _small);

    [Benchmark]
    public ValueTask ThreeArguments() => _three.InvokeAsync(target: null, _threeArguments);

    [Benchmark]
    public ValueTask RecordAndTask() => _task.InvokeAsync(target: null, _small);

    private static HandlerMethod Compile(Delegate handler) => HandlerMethod.Compile(handler, HandlerKind.Event, Context);

    private static HandlerInvocation InvocationOf(byte[] text)
        => new() { Kind = HandlerKind.Event, Namespace = "/", EventName = "small", Emitter = null!, Packet = MicroPackets.Decode(text) };

    private static void Sum(int value) => _sum += value;
}
