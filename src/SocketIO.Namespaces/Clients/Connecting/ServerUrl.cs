using System.Text;

namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>Checks and completes the URL a user gives.</summary>
internal static class ServerUrl
{
    /// <summary>The query parameters that are not the user's to choose.</summary>
    public static readonly IReadOnlyList<string> ProtocolParameters = ["EIO", "transport", "sid", "t", "j", "b64"];

    /// <summary>Checks that a URL names a server and nothing more.</summary>
    /// <exception cref="ArgumentException">It does not; says how to fix it.</exception>
    public static void Validate(Uri url)
    {
        if (FindFault(url) is { } fault)
            throw new ArgumentException($"The URL '{Origin(url)}' {fault}.", nameof(url));
    }

    /// <summary>Why a URL can't name a server, and how to fix it; null if it can.</summary>
    public static string? FindFault(Uri url) => url switch
    {
        { IsAbsoluteUri: false } or { Scheme: not ("http" or "https" or "ws" or "wss") }
            => "is no address: it must start with http://, https://, ws:// or wss://, as in http://localhost:3000",
        { UserInfo.Length: > 0 }
            => $"has a user name or password, which would not be sent: pass an Authorization header in the options' {nameof(SocketIOClientOptions.Headers)}",
        { AbsolutePath: not "/" }
            => $"has the path '{url.AbsolutePath}', which would be ignored: if it is a namespace, pass it as namespaces: [\"{url.AbsolutePath}\"] "
                + $"or in the options' {nameof(SocketIOClientOptions.Namespaces)}; if the server listens for Socket.IO there, set the options' {nameof(SocketIOClientOptions.Path)}",
        _ => null,
    };

    /// <exception cref="ArgumentException">It is no URL of a server; says how to fix it.</exception>
    public static Uri Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
            throw new ArgumentException($"'{text}' is no URL: write scheme, host and port, as in http://localhost:3000.", nameof(text));
        Validate(url);
        return url;
    }

    /// <exception cref="InvalidOperationException">The options name no server.</exception>
    public static void ValidateSource(SocketIOClientOptions options)
    {
        if (options.Url is { } url)
            Validate(url);
        else if (options.UrlProvider is null)
            throw new InvalidOperationException($"There is no server to connect to: set {nameof(SocketIOClientOptions)}.{nameof(SocketIOClientOptions.Url)}, or pass a URL when connecting.");
    }

    /// <summary>The URL of the Engine.IO endpoint with the user's query.</summary>
    /// <exception cref="ArgumentException">The URL or a parameter is malformed; says how to fix it.</exception>
    public static Uri Build(Uri url, string path, IReadOnlyDictionary<string, string> query)
    {
        Validate(url);
        var text = new StringBuilder(url.Query.TrimStart('?'));
        foreach (var (name, value) in query)
        {
            if (ProtocolParameters.Contains(name))
                throw new ArgumentException($"The query parameter '{name}' belongs to the protocol and can't be set in {nameof(SocketIOClientOptions)}.{nameof(SocketIOClientOptions.Query)}.");
            text.Append(text.Length > 0 ? "&" : "").Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        }

        return new UriBuilder(url) { Path = $"/{path.Trim('/')}/", Query = text.ToString(), Fragment = "" }.Uri;
    }

    /// <summary>What may be shown of a URL: neither its query, which may hold a secret, nor a user name or password.</summary>
    public static string Origin(Uri url) => url.IsAbsoluteUri ? $"{url.Scheme}://{url.Authority}" : url.OriginalString;
}
