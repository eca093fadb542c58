using SocketIO.Namespaces.Clients.Connecting;

namespace SocketIO.Namespaces.Clients;

/// <summary>What each option must be to make sense.</summary>
internal static class ClientOptionsRules
{
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(1);

    /// <summary>Refuses options that cannot work. The URL is another matter: it may come with the connect.</summary>
    /// <exception cref="ArgumentException">Names every fault.</exception>
    public static void ThrowIfFaulty(SocketIOClientOptions options)
    {
        var faults = FindFaultsButUrls(options).Select(finding => $"{finding.Option.Replace(':', '.')} {finding.Fault}").ToArray();
        if (faults.Length > 0)
            throw new ArgumentException($"These options of the client can't work: {string.Join(" ", faults)}", nameof(options));
    }

    /// <summary>Finds every fault: the option (such as <c>Reconnection:Delay</c>), and what is wrong with it, as the rest of a sentence.</summary>
    public static IEnumerable<(string Option, string Fault)> FindFaults(SocketIOClientOptions options)
        => Url(options) is { } fault ? [("Url", fault), .. FindFaultsButUrls(options)] : FindFaultsButUrls(options);

    private static IEnumerable<(string Option, string Fault)> FindFaultsButUrls(SocketIOClientOptions options)
    {
        IEnumerable<(string Option, string? Fault)> findings =
        [
            ("Path", options.Path.StartsWith('/') ? null : $"is \"{options.Path}\": it must start with a slash, such as \"/socket.io/\"."),
            ("EngineVersion", Choice(options.EngineVersion)),
            .. options.Transports.Select((transport, index) => ($"Transports:{index}", Choice(transport))),
            .. options.Namespaces.Select((path, index) => ($"Namespaces:{index}", Namespace(path))),
            .. options.Headers.Select(header => ($"Headers:{header.Key}", Header(header.Value))),
            .. options.Query.Keys.Select(parameter => ($"Query:{parameter}", QueryParameter(parameter))),
            ("ConnectTimeout", Positive(options.ConnectTimeout)),
            ("AckTimeout", Positive(options.AckTimeout)),
            ("StopTimeout", Positive(options.StopTimeout)),
            ("StartTimeout", options.StartTimeout == Timeout.InfiniteTimeSpan ? null : Positive(options.StartTimeout)),
            ("MaxConcurrentHandlers", options.MaxConcurrentHandlers < 1 ? $"is {options.MaxConcurrentHandlers}: it must be at least 1." : null),
            ("InboxFullMode", Enum.IsDefined(options.InboxFullMode) ? null : $"is {options.InboxFullMode}: it must be {string.Join(" or ", Enum.GetNames<InboxFullMode>())}."),
            ("SlowHandlerWarning", options.SlowHandlerWarning == Timeout.InfiniteTimeSpan ? null : Positive(options.SlowHandlerWarning)),
            .. Reconnection(options.Reconnection).Select(finding => ($"Reconnection:{finding.Option}", finding.Fault)),
            .. Limits(options.Limits).Select(finding => ($"Limits:{finding.Option}", finding.Fault)),
        ];
        return findings.Where(finding => finding.Fault is not null)!;
    }

    private static IEnumerable<(string Option, string? Fault)> Reconnection(ReconnectionOptions options) =>
    [
        ("MaxAttempts", options.MaxAttempts is < 1 ? $"is {options.MaxAttempts}: it must be at least 1, or not set for no limit." : null),
        ("Delay", Positive(options.Delay)),
        ("MaxDelay", Positive(options.MaxDelay) ?? AtLeast(options.MaxDelay, options.Delay)),
        ("RandomizationFactor", Part(options.RandomizationFactor)),
        ("StableAfter", options.StableAfter == TimeSpan.Zero ? null : Positive(options.StableAfter)),
        ("HandlerTimeout", Positive(options.HandlerTimeout)),
        ("BufferedEmitMaxAge", options.BufferedEmitMaxAge == Timeout.InfiniteTimeSpan ? null : Positive(options.BufferedEmitMaxAge)),
    ];

    private static IEnumerable<(string Option, string? Fault)> Limits(SocketIOLimits limits) =>
        from property in typeof(SocketIOLimits).GetProperties()
        select (property.Name, property.GetValue(limits) switch
        {
            int value => value > 0 ? null : $"is {value}: it must be above 0.",
            TimeSpan time => time == Timeout.InfiniteTimeSpan ? null : Positive(time),
            _ => null,
        });

    private static string? Url(SocketIOClientOptions options) => options switch
    {
        { Url: { } url } => ServerUrl.FindFault(url) is { } fault ? $"{fault}." : null,
        { UrlProvider: null } => "is missing: give the server's address, such as \"https://chat.example.com\".",
        _ => null,
    };

    private static string? Choice<TEnum>(TEnum value)
        where TEnum : struct, Enum
        => Enum.IsDefined(value) ? null : $"is {value}: it must be {string.Join(" or ", Enum.GetNames<TEnum>())}.";

    private static string? Namespace(string path) => NamespacePath.FindFault(path) is { } fault ? $"is \"{path}\": it {fault}." : null;

    private static string? Header(string? value) => value is null || value.AsSpan().ContainsAny('\r', '\n') ? "must be one line of text." : null;

    private static string? QueryParameter(string name)
        => ServerUrl.ProtocolParameters.Contains(name) ? "belongs to the protocol: choose another name." : null;

    private static string? Part(double value)
        => value is >= 0 and <= 1 ? null : FormattableString.Invariant($"is {value}: it must be from 0 to 1.");

    private static string? AtLeast(TimeSpan value, TimeSpan delay)
        => value < delay ? $"is {value}: it must not be below Delay ({delay})." : null;

    // A bare number in configuration is days: "30" meant 30 seconds.
    private static string? Positive(TimeSpan value)
        => value <= TimeSpan.Zero ? $"is {value}: it must be above zero."
        : value > LongestTime ? $"is {value}: it must not be above a day. (30 seconds are written \"00:00:30\".)"
        : null;
}
