namespace SocketIO.Namespaces;

/// <summary>What one emit or call sends, and how.</summary>
internal readonly struct Emission
{
    public Emission(string eventName)
    {
        EventName = eventName;
    }

    public Emission(string eventName, object? data)
    {
        EventName = eventName;
        Data = data;
        HasData = true;
    }

    public string EventName { get; }

    public object? Data { get; }

    /// <summary>Distinguishes no argument from one argument that is null.</summary>
    public bool HasData { get; }

    public Delegate? Callback { get; init; }

    public EmitOptions? Options { get; init; }

    /// <summary>The arguments in place of the data, where filters have changed them; null where not.</summary>
    public IReadOnlyList<EmissionArgument>? Arguments { get; init; }

    /// <summary>An argument behind the data; null for none.</summary>
    public string? MessageId { get; init; }

    /// <summary>Ends a call's wait in place of a timer, for a caller that watches the time itself.</summary>
    public CancellationToken Deadline { get; init; }

    public Emission With(EmitOptions options) => this with { Options = Options ?? options };

    public Emission WithCallback(Delegate callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return this with { Callback = callback };
    }
}
