namespace SocketIO.Namespaces.Tests.Dispatch.TypedServers;

/// <summary>An emitter as a user's test would write one: public members only. Keeps what it is given, and answers calls.</summary>
internal sealed class RecordingEmitter : ISocketIOEmitter
{
    public sealed record Sent(string Verb, string EventName, object? Data, CancellationToken Token)
    {
        public TimeSpan? Timeout { get; init; }
    }

    /// <summary>Stands for no data, as opposed to data that is null.</summary>
    public static readonly object None = new();

    public List<Sent> All { get; } = [];

    public Sent Only => All.Single();

    public object? Answer { get; set; }

    /// <summary>Thrown on the spot, as a refused argument is.</summary>
    public Exception? Refusal { get; set; }

    /// <summary>What the returned task fails with.</summary>
    public Exception? Failure { get; set; }

    public string Namespace => "/recorded";

    public bool IsConnected => true;

    public ISocketIOEmitter With(EmitOptions options) => throw new NotSupportedException();

    public ValueTask EmitAsync(string eventName, CancellationToken cancellationToken = default)
        => new(Record<object>(new Sent("emit", eventName, None, cancellationToken)));

    public ValueTask EmitAsync(string eventName, object? data, CancellationToken cancellationToken = default)
        => new(Record<object>(new Sent("emit", eventName, data, cancellationToken)));

    public ValueTask EmitAsync(string eventName, Delegate callback, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask EmitAsync(string eventName, object? data, Delegate callback, CancellationToken cancellationToken = default)
        => throw new NotSupportedException();

    public ValueTask SendAsync(object? data, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task CallAsync(string eventName, object? data, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
        => Record<object>(new Sent("call", eventName, data, cancellationToken) { Timeout = timeout });

    public Task<TResult> CallAsync<TResult>(string eventName, CancellationToken cancellationToken = default)
        => Record<TResult>(new Sent("call", eventName, None, cancellationToken));

    public Task<TResult> CallAsync<TResult>(string eventName, object? data, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
        => Record<TResult>(new Sent("call", eventName, data, cancellationToken) { Timeout = timeout });

    private Task<TResult> Record<TResult>(Sent sent)
    {
        if (Refusal is not null)
            throw Refusal;
        All.Add(sent);
        return Failure is null ? Task.FromResult((TResult)Answer!) : Task.FromException<TResult>(Failure);
    }
}
