namespace SocketIO.Namespaces;

/// <summary>When a background task is started again.</summary>
public enum BackgroundTaskRestart
{
    /// <summary>Never: it runs once.</summary>
    Never,

    /// <summary>After it has thrown an exception.</summary>
    OnFailure,

    /// <summary>Whenever it has ended, with or without an exception.</summary>
    Always,
}
