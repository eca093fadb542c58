namespace SocketIO.Namespaces.Hosting;

internal static class ConnectedClient
{
    /// <summary>Waits until a client is connected; returns at once if it is.</summary>
    public static async Task WaitForConnectedAsync(this AsyncClient client, CancellationToken cancellationToken)
    {
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.StateChanged += OnStateChanged;
        try
        {
            if (!client.IsConnected)
                await connected.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            client.StateChanged -= OnStateChanged;
        }

        void OnStateChanged(object? sender, ClientStateChangedEventArgs change)
        {
            if (change.Current == ClientState.Connected)
                connected.TrySetResult();
        }
    }
}
