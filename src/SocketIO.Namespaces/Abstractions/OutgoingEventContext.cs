namespace SocketIO.Namespaces;

/// <summary>An event on its way out, as filters see it. It is over when the outermost filter is: keep nothing of it but values.</summary>
public abstract class OutgoingEventContext
{
    private protected OutgoingEventContext()
    {
    }

    /// <summary>The namespace it is emitted on, such as <c>/chat</c>.</summary>
    public abstract string Namespace { get; }

    /// <summary>Its name; <c>message</c> for what is sent without one.</summary>
    public abstract string EventName { get; }

    /// <summary>Its arguments: no data is none, a tuple's items are one each, anything else is one. What is removed, replaced or added here, before <c>next</c>, is
    /// sent so. The message id of a delivery is none of them: it comes last, behind whatever is added here.</summary>
    public abstract IList<object?> Arguments { get; }

    /// <summary>Whether an acknowledgement is asked for: by a call, a callback or a delivery.</summary>
    public abstract bool AcknowledgementRequested { get; }

    /// <summary>Services in a scope of this emit. Without any in the client's options, it gives nothing.</summary>
    public abstract IServiceProvider Services { get; }

    /// <summary>That of who emits.</summary>
    public abstract CancellationToken CancellationToken { get; }

    /// <summary>What filters leave for one another.</summary>
    public abstract IDictionary<object, object?> Items { get; }
}
