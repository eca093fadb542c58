namespace SocketIO.Namespaces.Hosting.Registration;

/// <summary>How messages call a client.</summary>
internal static class ClientLabel
{
    public static string Of(string name) => name.Length == 0 ? "the default client" : $"client \"{name}\"";
}
