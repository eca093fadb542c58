using System.Diagnostics;
using System.Text.Json;

namespace SocketIO.Namespaces;

/// <summary>An event on its way to its handler, as filters see it. It is over when the outermost filter is: keep nothing of it but values.</summary>
public abstract class IncomingEventContext
{
    private protected IncomingEventContext()
    {
    }

    /// <summary>The namespace it arrived on, such as <c>/chat</c>.</summary>
    public abstract string Namespace { get; }

    /// <summary>Its name as the server sent it.</summary>
    public abstract string EventName { get; }

    /// <summary>What is going to handle it, such as <c>ChatNamespace.OnJoin</c>.</summary>
    public abstract string Handler { get; }

    /// <summary>Its arguments as JSON, each read when first asked for; an attachment shows as its base64 string. What is removed, replaced or added here, before
    /// <c>next</c>, the handler gets so.</summary>
    public abstract IList<JsonElement> Arguments { get; }

    /// <summary>Whether the server waits for an acknowledgement.</summary>
    public abstract bool AcknowledgementRequested { get; }

    /// <summary>Behind <c>next</c>, what the handler returned: a value, a tuple for several, null for none. Once set, it is what the server gets, if it asked for an
    /// acknowledgement, whether or not a handler ran; a set null is the value null.</summary>
    public abstract object? Acknowledgement { get; set; }

    /// <summary>The services of this event: those that the handler's parameters come from. Without any in the client's options, it gives nothing.</summary>
    public abstract IServiceProvider Services { get; }

    /// <summary>Cancelled when the client stops and its time for running handlers is over.</summary>
    public abstract CancellationToken CancellationToken { get; }

    /// <summary>What filters leave for one another.</summary>
    public abstract IDictionary<object, object?> Items { get; }

    /// <summary>The span that the event comes from, to be the parent of the span of its handling; see <see cref="TraceContextFilter"/>. Default: none.</summary>
    public ActivityContext ParentContext { get; set; }
}
