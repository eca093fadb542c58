using System.Text;
using BenchmarkDotNet.Attributes;
using SocketIO.Namespaces.Benchmarks.Server;
using SocketIO.Namespaces.Clients.Handling;
using SocketIO.Namespaces.Dispatch;

namespace SocketIO.Namespaces.Benchmarks.Micro;

/// <summary>From an event's name, as it stands on the wire, to its handler.</summary>
[MemoryDiagnoser]
public class DispatcherBenchmarks
{
    private readonly HandlerRegistry _registry = new("/");
    private byte[][] _names = [];
    private int _next;

    [Params(1, 10, 100, 1000)]
    public int Handlers { get; set; }

    [GlobalSetup]
    public void Register()
    {
        var context = new BindingContext(MicroPackets.Serializer, Services: null);
        var method = HandlerMethod.Compile(() => { }, HandlerKind.Event, context);
        var names = Enumerable.Range(0, Handlers).Select(FloodKind.EventName).ToArray();
        foreach (var name in names)
            _registry.Add(name, method, once: false);
        _names = [.. names.Select(Encoding.UTF8.GetBytes)];
    }

    [Benchmark]
    public object? Find()
    {
        _next = _next + 1 < _names.Length ? _next + 1 : 0;
        return _registry.Find(_names[_next]);
    }
}
