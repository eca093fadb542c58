namespace SocketIO.Namespaces;

/// <summary>How a client comes back after its connection is lost.</summary>
public sealed class ReconnectionOptions
{
    /// <summary>Whether to reconnect at all. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How many dials to make in one outage before giving up; at least 1. Default: null, without end.</summary>
    public int? MaxAttempts { get; set; }

    /// <summary>The wait before the first dial; it doubles with each further one. Above zero and at most a day. Default: 1 second.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between dials, before jitter. At least <see cref="Delay"/>, at most a day. Default: 5 seconds.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>By which part of itself a wait is varied at random in both directions, so that clients do not return in step. From 0 to 1. Default: 0.5; 0 turns it off.</summary>
    public double RandomizationFactor { get; set; } = 0.5;

    /// <summary>How long a new connection must hold before an outage counts as over and the waits start anew. From zero to a day. Default: 10 seconds.</summary>
    public TimeSpan StableAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether to reconnect after the server disconnected this client. Default: null, which means no for a client of one's own (as the
    /// reference clients do) and yes for a hosted one, which would otherwise never hear from the server again.</summary>
    public bool? AfterServerDisconnect { get; set; }

    /// <summary>How long disconnect handlers may hold up the reconnection, and connect handlers the buffered emits. Above zero and at most a day. Default: 5 seconds.</summary>
    public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an emit made without a connection stays worth sending; one that is older is dropped, with a warning. Above zero and at most a day, or
    /// <see cref="Timeout.InfiniteTimeSpan"/> for no limit. Default: 30 seconds.</summary>
    public TimeSpan BufferedEmitMaxAge { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The source of jitter: numbers from 0 up to, not including, 1. Default: the shared random source.</summary>
#pragma warning disable RS0030 // the one place where the shared random source is the right default
    public Func<double> Randomizer { get; set; } = Random.Shared.NextDouble;
#pragma warning restore RS0030

    /// <summary>Whether a loss for this reason is followed by a reconnection.</summary>
    internal bool ReturnsAfter(DisconnectReason reason) => reason switch
    {
        DisconnectReason.ClientDisconnect or DisconnectReason.ReconnectionFailed => false,
        DisconnectReason.ServerDisconnect => Enabled && AfterServerDisconnect == true,
        _ => Enabled,
    };

    /// <summary>What would have to be set for a reconnection after a loss for this reason, as in code.</summary>
    internal string WhatReturnsAfter(DisconnectReason reason)
    {
        var enabled = $"Reconnection.{nameof(Enabled)} = true";
        var afterServerDisconnect = $"Reconnection.{nameof(AfterServerDisconnect)} = true";
        return reason != DisconnectReason.ServerDisconnect || AfterServerDisconnect == true ? enabled
            : Enabled ? afterServerDisconnect
            : $"{enabled} and {afterServerDisconnect}";
    }
}
