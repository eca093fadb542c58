namespace SocketIO.Namespaces.Diagnostics;

/// <summary>What spans and measurements call what a client does.</summary>
internal static class Operations
{
    /// <summary>An emit, or a delivery.</summary>
    public const string Send = "send";

    /// <summary>An emit whose acknowledgement the caller awaits.</summary>
    public const string Call = "call";

    /// <summary>A handler's work on an event.</summary>
    public const string Process = "process";

    /// <summary>An attempt to connect.</summary>
    public const string Connect = "connect";
}
