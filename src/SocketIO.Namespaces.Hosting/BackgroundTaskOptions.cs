namespace SocketIO.Namespaces;

/// <summary>How a background task of a hosted client is run.</summary>
public sealed class BackgroundTaskOptions
{
    /// <summary>When to start the task again after it has ended by itself. Default: <see cref="BackgroundTaskRestart.Never"/>.</summary>
    public BackgroundTaskRestart Restart { get; set; } = BackgroundTaskRestart.Never;

    /// <summary>The wait before it is started again, after which it also waits for the connection; it doubles with each further time, and is varied by half in both directions. A run longer than
    /// <see cref="MaxRestartDelay"/> begins the waits anew. Above zero. Default: 1 second.</summary>
    public TimeSpan RestartDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait, before it is varied: at least <see cref="RestartDelay"/>, at most a day. Default: 1 minute.</summary>
    public TimeSpan MaxRestartDelay { get; set; } = TimeSpan.FromMinutes(1);
}
