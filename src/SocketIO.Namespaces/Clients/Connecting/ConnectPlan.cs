namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>What a connect was asked for.</summary>
/// <param name="Namespaces">The namespaces to join.</param>
/// <param name="KeepsTrying">Whether a failure is tried again, and emits meanwhile buffered.</param>
internal sealed record ConnectPlan(IReadOnlyList<NamespaceSession> Namespaces, bool KeepsTrying)
{
    /// <summary>The default namespace where nobody named it: its refusal fails nothing.</summary>
    public NamespaceSession? Implicit { get; init; }

    /// <summary>The namespaces that something listens on, but that are not among those asked for.</summary>
    public IReadOnlyList<NamespaceSession> LeftOut { get; init; } = [];

    /// <summary>The server, in place of the options'; null for theirs.</summary>
    public Uri? Url { get; init; }

    /// <summary>What to send when joining, in place of the options' authentication; null for theirs.</summary>
    public object? Auth { get; init; }
}
