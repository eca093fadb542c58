namespace SocketIO.Namespaces.Tests.Simulation;

internal enum EmissionKind
{
    Emit,
    Callback,
    Call,
}

/// <summary>One emit of the user, and what became of it.</summary>
internal sealed class Emission(int serial, string caller, string path, EmissionKind kind)
{
    private int _handed;
    private int _received;
    private int _callbacks;

    public int Serial => serial;

    /// <summary>Who emits: each one's emits keep their order.</summary>
    public string Caller => caller;

    public string Path => path;

    public EmissionKind Kind => kind;

    /// <summary>An event's name is its serial number, so that the client's log tells which emit it speaks of.</summary>
    public string EventName => $"n{serial}";

    /// <summary>The emit or call itself.</summary>
    public Task? Task { get; set; }

    /// <summary>How often it was given to a transport.</summary>
    public int Handed => Volatile.Read(ref _handed);

    /// <summary>How often the server read it.</summary>
    public int Received => Volatile.Read(ref _received);

    /// <summary>How often its callback ran.</summary>
    public int Callbacks => Volatile.Read(ref _callbacks);

    public void OnHanded() => Interlocked.Increment(ref _handed);

    public void OnReceived() => Interlocked.Increment(ref _received);

    public void OnCallback() => Interlocked.Increment(ref _callbacks);

    public override string ToString() => $"{kind} {serial} of {caller} to {path}";
}
