using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Dispatch.Filters;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Testing.Harness;

/// <summary>What the parts of a harness share.</summary>
internal sealed class HarnessContext(string @namespace, SocketIOClientOptions options)
{
    private long _nextId;

    public string Namespace => @namespace;

    public SocketIOClientOptions Options => options;

    public PacketSerializer Serializer { get; } = new(options.JsonSerializerOptions, options.Limits);

    public BindingContext Binding => field ??= new BindingContext(Serializer, options.Services?.GetService<IServiceProviderIsService>());

    /// <summary>What is around events and emits; null where nothing is.</summary>
    public FilterPipeline? Filters { get; } = FilterPipeline.Create([.. options.EventFilters]);

    public ILogger Logger { get; } = (ILogger?)options.LoggerFactory?.CreateLogger(typeof(NamespaceHarness).FullName!) ?? NullLogger.Instance;

    public HarnessWork Work { get; } = new();

    public long NextId() => Interlocked.Increment(ref _nextId);
}
