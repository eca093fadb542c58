using System.Reflection;
using SocketIO.Namespaces.Testing.Harness;

namespace SocketIO.Namespaces;

/// <summary>Takes the place of an injected <see cref="ISocketIOEmitter"/> in the test of a class that emits: records what goes out, and answers as the test
/// says.</summary>
/// <remarks>
/// <para>Emits are written, and answers read, by the code that does it in a client, through the bytes that would travel. A call that nothing answers fails at
/// once; a delivery is acknowledged, unless <see cref="Fail"/> says otherwise. A callback is called before its emit completes, and throws there what it
/// throws; without an answer it is not called.</para>
/// <para>Safe to use from any thread. No real time passes, unless an answer waits.</para>
/// </remarks>
public class RecordingEmitter : SocketIOEmitter
{
    private readonly HarnessContext _context;
    private readonly ServerAnswers _answers;
    private readonly HarnessConnection _connection;

    /// <summary>Makes an emitter.</summary>
    /// <param name="configure">Sets options. Those that count here are <see cref="SocketIOClientOptions.JsonSerializerOptions"/>,
    /// <see cref="SocketIOClientOptions.AckTimeout"/>, <see cref="SocketIOClientOptions.TimeProvider"/>, <see cref="SocketIOClientOptions.EventFilters"/>,
    /// <see cref="SocketIOClientOptions.Services"/>, <see cref="SocketIOClientOptions.OnHandlerError"/>, <see cref="SocketIOClientOptions.LoggerFactory"/> and
    /// <see cref="SocketIOClientOptions.Limits"/>.</param>
    /// <param name="path">The namespace. Default: null, <c>/</c>.</param>
    /// <exception cref="ArgumentException">The path can't be a namespace.</exception>
    public RecordingEmitter(Action<SocketIOClientOptions>? configure = null, string? path = null)
    {
        _context = new HarnessContext(NamespacePath.Validate(path ?? NamespacePath.Default), SocketIOClientOptions.From(configure));
        _answers = new ServerAnswers(_context);
        _connection = new HarnessConnection(_context, Emitted, _answers, new HarnessRunner(_context));
    }

    /// <inheritdoc/>
    public override string Namespace => _context.Namespace;

    /// <summary>Whether the namespace is joined: always.</summary>
    public override bool IsConnected => _connection.IsConnected;

    /// <summary>What was emitted, sent, called and delivered, in order.</summary>
    public EmittedEvents Emitted { get; } = new(static () => "");

    /// <inheritdoc cref="NamespaceHarness.On"/>
    public IDisposable On(string eventName, Delegate handler) => _answers.Add(eventName, handler);

    /// <inheritdoc cref="NamespaceHarness.Fail"/>
    public IDisposable Fail(string eventName, SocketIOException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return _answers.Add(eventName, failure);
    }

    internal override async ValueTask EmitCoreAsync(Emission emission, CancellationToken cancellationToken)
    {
        await _connection.EmitCoreAsync(emission, cancellationToken).ConfigureAwait(false);
        await _context.Work.SettleAsync().ConfigureAwait(false);
    }

    internal override Task CallCoreAsync(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => _connection.CallCoreAsync(emission, timeout, cancellationToken);

    internal override Task<TResult> CallCoreAsync<TResult>(Emission emission, TimeSpan? timeout, CancellationToken cancellationToken)
        => _connection.CallCoreAsync<TResult>(emission, timeout, cancellationToken);

    internal override Task<Delivery> DeliverCoreAsync(Emission emission, DeliveryOptions options, CancellationToken cancellationToken)
        => _connection.DeliverCoreAsync(emission, options, cancellationToken);
}

/// <summary>Takes the place of an injected <see cref="ISocketIOEmitter{TNamespace}"/>.</summary>
/// <remarks><inheritdoc cref="RecordingEmitter" path="/remarks/node()"/></remarks>
/// <typeparam name="TNamespace">The namespace class that the emitter is asked for by. No instance is made.</typeparam>
/// <param name="configure"><inheritdoc cref="RecordingEmitter(Action{SocketIOClientOptions}?, string?)" path="/param[@name='configure']/node()"/></param>
/// <param name="path">The namespace. Default: null, the one of the class's <see cref="NamespaceAttribute"/>, or else <c>/</c>.</param>
/// <exception cref="ArgumentException">The path can't be a namespace.</exception>
public sealed class RecordingEmitter<TNamespace>(Action<SocketIOClientOptions>? configure = null, string? path = null)
    : RecordingEmitter(configure, path ?? typeof(TNamespace).GetCustomAttribute<NamespaceAttribute>()?.Path), ISocketIOEmitter<TNamespace>
    where TNamespace : class;
