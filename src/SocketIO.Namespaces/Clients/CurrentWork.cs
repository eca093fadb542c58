namespace SocketIO.Namespaces.Clients;

/// <summary>Which of a client's own units of work (a namespace's handlers, a background task, the telling of a change of state) the calling code runs in, so
/// that stopping the client from within does not wait for the caller itself.</summary>
internal static class CurrentWork
{
    private static readonly AsyncLocal<object?> Current = new();

    /// <summary>The unit; null for code that no client called.</summary>
    public static object? Unit => Current.Value;

    public static void Enter(object? unit) => Current.Value = unit;
}
