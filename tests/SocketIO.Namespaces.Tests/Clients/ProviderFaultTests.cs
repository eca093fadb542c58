using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>A provider that misbehaves fails the attempt that asks it, and no more.</summary>
[Category("M3")]
[Category("fault-72")]
internal sealed class ProviderFaultTests : ClientTest
{
    private static readonly string[] Names = ["UrlProvider", "HeadersProvider", "QueryProvider", "AuthProvider"];

    private readonly ManualResetEventSlim _unblock = new();
    private int _asked;

    [SetUp]
    public void Forget() => _asked = 0;

    [OneTimeTearDown]
    public void Unblock() => _unblock.Set();

    [Test]
    public async Task One_that_is_cancelled_by_itself_fails_its_attempt_and_is_named([ValueSource(nameof(Names))] string name)
    {
        Provide(name, fault: _ => throw new TaskCanceledException("its own request timed out"));
        var failure = await FailOnceAndConnectAsync(name);
        Assert.That(failure, Does.Contain(name).And.Contain("its own request timed out"));
    }

    [Test]
    public async Task One_that_blocks_its_thread_fails_its_attempt_at_the_connect_timeout([ValueSource(nameof(Names))] string name)
    {
        Provide(name, fault: _ =>
        {
            _unblock.Wait(CancellationToken.None);
            return Task.CompletedTask;
        });
        var failure = await FailOnceAndConnectAsync(name, passing: Options.ConnectTimeout);
        Assert.That(failure, Does.Contain(nameof(Options.ConnectTimeout)));
    }

    [Test]
    public async Task Their_token_is_cancelled_when_the_attempt_has_taken_too_long([ValueSource(nameof(Names))] string name)
    {
        Provide(name, fault: token => Task.Delay(Timeout.InfiniteTimeSpan, Clock, token));
        await FailOnceAndConnectAsync(name, passing: Options.ConnectTimeout);
    }

    /// <summary>Sets all providers; the named one has a fault when it is asked first.</summary>
    private void Provide(string name, Func<CancellationToken, Task> fault)
    {
        Options.Url = null;
        Options.UrlProvider = async token => await AskAsync("UrlProvider", new Uri(Url), token);
        Options.HeadersProvider = async token => await AskAsync("HeadersProvider", new Dictionary<string, string> { ["x-attempt"] = $"{_asked}" }, token);
        Options.QueryProvider = async token => await AskAsync("QueryProvider", new Dictionary<string, string> { ["attempt"] = $"{_asked}" }, token);
        Options.AuthProvider = async (_, token) => await AskAsync("AuthProvider", new { attempt = _asked }, token);

        async Task<T> AskAsync<T>(string asked, T value, CancellationToken token)
        {
            if (asked == name && Interlocked.Increment(ref _asked) == 1)
                await fault(token);
            return value;
        }
    }

    /// <returns>What the connect_error handler was told.</returns>
    private async Task<string> FailOnceAndConnectAsync(string name, TimeSpan passing = default)
    {
        Client.On("connect_error", (ConnectError error) => Note(error.Message));
        await Client.StartAsync(CancellationToken.None);
        var connecting = Client.Of("/").WaitForConnectedAsync();
        if (name == "AuthProvider")
            await OpenAsync();
        await UntilAsync(() => Volatile.Read(ref _asked) == 1, "the first question");
        if (passing > TimeSpan.Zero)
            await Clock.PassAsync(passing);
        await UntilAsync(() => !Notes.IsEmpty, "connect_error");
        await PassDelayAsync();
        await AcceptAsync();
        await connecting.Within();
        Assert.That(_asked, Is.EqualTo(2));
        return Notes.Single();
    }

    private async Task PassDelayAsync()
    {
        await UntilAsync(() => Clock.Waits().Any(wait => wait == TimeSpan.FromSeconds(1) || wait == TimeSpan.FromSeconds(2)), "the wait before a dial");
        Clock.Advance(TimeSpan.FromSeconds(2));
    }
}
