using System.Text.Json;

namespace SocketIO.Namespaces;

/// <summary>What is known of the event being handled. A handler receives it by declaring a parameter of this type.</summary>
public abstract class EventContext
{
    private protected EventContext()
    {
    }

    /// <summary>The namespace the event arrived on, such as <c>/chat</c>.</summary>
    public abstract string Namespace { get; }

    /// <summary>The event's name as the server sent it; <c>connect</c>, <c>disconnect</c> or <c>connect_error</c> for those handlers.</summary>
    public abstract string EventName { get; }

    /// <summary>The event's arguments as JSON; an attachment shows as its base64 string. They are read when first asked for, which must be while the
    /// handler runs; once read, they stay.</summary>
    /// <exception cref="InvalidOperationException">The handler has completed without having asked for them.</exception>
    public abstract IReadOnlyList<JsonElement> Arguments { get; }

    /// <summary>The event's binary attachments, in the order of their placeholders. They belong to the handler.</summary>
    public abstract IReadOnlyList<byte[]> Attachments { get; }

    /// <summary>Whether the server waits for an acknowledgement of this event.</summary>
    public abstract bool AcknowledgementRequested { get; }

    /// <summary>Emits on the namespace the event arrived on.</summary>
    public abstract ISocketIOEmitter Emitter { get; }

    /// <summary>The services of this event: a scope of its own where the handler has one, otherwise the client's.</summary>
    public abstract IServiceProvider Services { get; }

    /// <summary>Cancelled when the client stops and its time for running handlers is over; not by a mere loss of connection.</summary>
    public abstract CancellationToken CancellationToken { get; }
}
