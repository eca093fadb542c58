using Polly;
using Polly.Retry;

namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>The Polly pipeline of which one execution covers one outage.</summary>
internal static class ReconnectionPipeline
{
    /// <summary>What a server may ask for at most: no timer runs for longer than some weeks.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>How many dials the first failure stands for: none if it is a loss.</summary>
    public static readonly ResiliencePropertyKey<int> DialsBeforeFirstRetry = new("SocketIO.Namespaces.DialsBeforeFirstRetry");

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
        MaxRetryAttempts = int.MaxValue,
        ShouldHandle = arguments => ValueTask.FromResult(
            arguments.Outcome.Exception is not (null or OperationCanceledException)
            && arguments.AttemptNumber + arguments.Context.Properties.GetValue(DialsBeforeFirstRetry, 0) < (options.MaxAttempts ?? int.MaxValue)),
        DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(WaitAfter(arguments.Outcome.Exception, arguments.AttemptNumber, options)),
    };

    private static TimeSpan WaitAfter(Exception? failure, int attempt, ReconnectionOptions options)
    {
        var wait = ConnectFailure.IsPermanent(failure) ? Backoff.SlowDelay(options) : Backoff.Delay(options, attempt);
        return ConnectFailure.RetryAfter(failure) is { } asked && asked > wait
            ? TimeSpan.FromTicks(Math.Min(asked.Ticks, LongestWait.Ticks))
            : wait;
    }
}
