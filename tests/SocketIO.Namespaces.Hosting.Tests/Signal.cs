namespace SocketIO.Namespaces.Hosting.Tests;

/// <summary>Something that happened.</summary>
internal sealed class Signal
{
    private readonly TaskCompletionSource _set = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsSet => _set.Task.IsCompleted;

    public void Set() => _set.TrySetResult();

    public Task WaitAsync() => _set.Task.WaitAsync(TestHost.Patience);
}
