using Polly;
using Polly.Retry;

namespace SocketIO.Namespaces.Clients;

/// <summary>The Polly pipeline of which one execution covers one outage.</summary>
internal static class ReconnectionPipeline
{
    public static ResiliencePipeline Create(SocketIOClientOptions options)
    {
        var builder = new ResiliencePipelineBuilder { Name = "SocketIO.Namespaces.Reconnection", TimeProvider = options.TimeProvider };
        if (options.ConfigureReconnection is { } configure)
            configure(builder);
        else
            builder.AddRetry(DefaultRetry(options.Reconnection));
        return builder.Build();
    }

    private static RetryStrategyOptions DefaultRetry(ReconnectionOptions options) => new()
    {
        MaxRetryAttempts = options.MaxAttempts ?? int.MaxValue,
        ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Exception is not (null or OperationCanceledException)),
        DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(WaitAfter(arguments.Outcome.Exception, arguments.AttemptNumber, options)),
    };

    private static TimeSpan WaitAfter(Exception? failure, int attempt, ReconnectionOptions options)
    {
        if (ConnectFailure.RetryAfter(failure) is { } asked)
            return asked;
        return ConnectFailure.IsPermanent(failure) ? Backoff.Vary(Backoff.SlowPace, options) : Backoff.Delay(options, attempt);
    }
}
