namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>Options that can't work are refused where the client is made, all at once, each with its fix.</summary>
public sealed class OptionsTests
{
    [Test]
    public void Every_fault_is_named_at_once() => Assert.That(
        () => new AsyncClient(options =>
        {
            options.Path = "live";
            options.AckTimeout = TimeSpan.Zero;
            options.MaxConcurrentHandlers = 0;
            options.InboxFullMode = (InboxFullMode)9;
            options.Reconnection.MaxDelay = TimeSpan.FromMilliseconds(10);
            options.Reconnection.RandomizationFactor = 1.5;
            options.Limits.InboxEvents = 0;
            options.Namespaces.Add("chat");
            options.Headers["X-Two"] = "one\r\ntwo: 2";
            options.Query["EIO"] = "3";
        }),
        Throws.ArgumentException.With.Message.Contains("Path is \"live\": it must start with a slash")
            .And.Message.Contains("AckTimeout is 00:00:00: it must be above zero")
            .And.Message.Contains("MaxConcurrentHandlers is 0: it must be at least 1")
            .And.Message.Contains("InboxFullMode is 9: it must be Wait or DropNewest or DropOldest")
            .And.Message.Contains("Reconnection.MaxDelay is 00:00:00.0100000: it must not be below Delay")
            .And.Message.Contains("Reconnection.RandomizationFactor is 1.5: it must be from 0 to 1")
            .And.Message.Contains("Limits.InboxEvents is 0: it must be above 0")
            .And.Message.Contains("Namespaces.0 is \"chat\"")
            .And.Message.Contains("Headers.X-Two must be one line of text")
            .And.Message.Contains("Query.EIO belongs to the protocol"));

    [Test]
    public void A_client_needs_no_url_before_it_connects() => Assert.That(() => new AsyncClient(), Throws.Nothing);
}
