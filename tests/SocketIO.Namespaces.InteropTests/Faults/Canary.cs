namespace SocketIO.Namespaces.InteropTests.Faults;

/// <summary>A secret that every client of these tests carries wherever one may be, and that no log and no exception may show.</summary>
internal static class Canary
{
    public const string Value = "cAnArY";

    /// <summary>Hides it in everything that is secret.</summary>
    public static void HideIn(SocketIOClientOptions options)
    {
        options.Auth = new { token = Value };
        options.Query["token"] = Value;
        options.Headers["Authorization"] = $"Bearer {Value}";
        options.Headers["Cookie"] = $"session={Value}";
    }
}
