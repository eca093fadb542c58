namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>Asks the user's code for something that an attempt to connect needs.</summary>
internal static class Provider
{
    /// <summary>Asks, and waits no longer than the attempt may take: also for a provider that blocks its thread or does not heed its token.</summary>
    /// <param name="name">Which option it is.</param>
    /// <param name="provider">What the user gave.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    /// <exception cref="InvalidOperationException">The provider gave itself up.</exception>
    public static async Task<T> AskAsync<T>(string name, Func<CancellationToken, ValueTask<T>> provider, CancellationToken cancellationToken)
    {
        var answer = Task.Run(() => provider(cancellationToken).AsTask(), cancellationToken);
        answer.IgnoreFailure(); // it may come when nobody waits any more
        try
        {
            return await answer.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException($"{name} was cancelled by itself: {exception.Message}", exception);
        }
    }
}
