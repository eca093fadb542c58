using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Namespaces.Dispatch.Filters;

/// <summary>One emit, call or delivery on its way through the filters.</summary>
/// <param name="namespace">Where to.</param>
/// <param name="emission">What was asked for.</param>
/// <param name="asks">Whether for an acknowledgement.</param>
/// <param name="services">Where a scope comes from; null for none.</param>
/// <param name="cancellationToken">That of who emits.</param>
/// <param name="send">Sends what the filters leave.</param>
internal sealed class FilteredEmit(
    string @namespace, Emission emission, bool asks, IServiceProvider? services, CancellationToken cancellationToken, Func<Emission, ValueTask> send)
    : OutgoingEventContext, IAsyncDisposable
{
    private readonly Emission _emission = emission;
    private OutgoingArguments? _arguments;
    private Dictionary<object, object?>? _items;
    private AsyncServiceScope? _scope;

    public override string Namespace => @namespace;

    public override string EventName => _emission.EventName;

    public override IList<object?> Arguments => _arguments ??= new OutgoingArguments(_emission);

    public override bool AcknowledgementRequested => asks;

    public override IServiceProvider Services => services is null ? NoServices.Instance : (_scope ??= services.CreateAsyncScope()).ServiceProvider;

    public override CancellationToken CancellationToken => cancellationToken;

    public override IDictionary<object, object?> Items => _items ??= [];

    /// <summary>Whether the filters let it pass.</summary>
    public bool IsSent { get; private set; }

    /// <summary>What a call throws that no filter let pass.</summary>
    public static SocketIOException HeldBack(string eventName)
        => new($"'{eventName}' was not called: an event filter held it back, by not calling next.") { Delivery = Delivery.NotSent };

    public ValueTask SendAsync()
    {
        IsSent = true;
        return send(_arguments is { IsChanged: true } ? _emission with { Arguments = _arguments.ToArguments() } : _emission);
    }

    public ValueTask DisposeAsync() => _scope is { } scope ? scope.DisposeAsync() : default;
}
