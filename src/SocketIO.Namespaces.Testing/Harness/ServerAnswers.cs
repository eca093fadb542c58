using System.Collections.Concurrent;
using SocketIO.Namespaces.Dispatch;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Testing.Connections;

namespace SocketIO.Namespaces.Testing.Harness;

/// <summary>The server's side of a harness: what it does with the events that the class emits.</summary>
internal sealed class ServerAnswers(HarnessContext context)
{
    private readonly ConcurrentDictionary<string, Answer> _answers = [];
    private readonly BindingContext _binding = new(context.Serializer, Services: null);

    public IDisposable Add(string eventName, Delegate handler)
        => Add(eventName, new Answer(HandlerMethod.Compile(handler, HandlerKind.Event, _binding), Failure: null));

    public IDisposable Add(string eventName, SocketIOException failure) => Add(eventName, new Answer(Handler: null, failure));

    /// <summary>Handles an event as the test has said.</summary>
    /// <returns>Null if it has said nothing; otherwise the acknowledgement, or null where none was asked for.</returns>
    public Task<IncomingPacket?>? TryAnswer(string eventName, OutgoingPacket packet, SocketIOEmitter emitter)
        => _answers.TryGetValue(eventName, out var answer) ? AnswerAsync(answer, eventName, RecordedPacket.Read(packet, context.Options.Limits), emitter) : null;

    private Registration Add(string eventName, Answer answer)
    {
        EventNames.ThrowIfReservedForEmit(eventName);
        if (!_answers.TryAdd(eventName, answer))
            throw new InvalidOperationException($"'{eventName}' is answered already; dispose what On or Fail returned for it first.");
        return new Registration(() => _answers.TryRemove(KeyValuePair.Create(eventName, answer)));
    }

    private async Task<IncomingPacket?> AnswerAsync(Answer answer, string eventName, IncomingPacket packet, SocketIOEmitter emitter)
    {
        if (answer.Failure is { } failure)
            throw failure;

        context.Work.Join();
        var invocation = new HandlerInvocation
        {
            Kind = HandlerKind.Event,
            Namespace = context.Namespace,
            EventName = eventName,
            Packet = packet,
            Emitter = emitter,
        };
        try
        {
            await answer.Handler!.InvokeAsync(target: null, invocation).ConfigureAwait(false);
        }
        catch (EventException exception) when (packet.Id is { } id)
        {
            invocation.Acknowledgement = context.Serializer.Ack(context.Namespace, id, exception.Acknowledgement);
        }

        using var acknowledgement = invocation.Acknowledgement;
        return acknowledgement is null ? null : RecordedPacket.Read(acknowledgement, context.Options.Limits);
    }

    private sealed record Answer(HandlerMethod? Handler, SocketIOException? Failure);

    private sealed class Registration(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}
