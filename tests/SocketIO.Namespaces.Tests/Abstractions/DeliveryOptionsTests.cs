namespace SocketIO.Namespaces.Tests.Abstractions;

[Category("M12")]
internal sealed class DeliveryOptionsTests
{
    [TestCase(0)]
    [TestCase(-5)]
    [TestCase(41)]
    public void Times_out_of_range_are_refused(int days)
    {
        Assert.That(() => new DeliveryOptions { AckTimeout = TimeSpan.FromDays(days) }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new DeliveryOptions { GiveUpAfter = TimeSpan.FromDays(days) }, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Endless_times_are_taken()
        => Assert.That(new DeliveryOptions { AckTimeout = Timeout.InfiniteTimeSpan, GiveUpAfter = Timeout.InfiniteTimeSpan }.MaxAttempts, Is.Null);

    [Test]
    public void No_attempt_at_all_is_refused()
        => Assert.That(() => new DeliveryOptions { MaxAttempts = 0 }, Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void An_emitter_of_ones_own_compiles_without_deliveries_and_says_so()
        => Assert.That(async () => await ((ISocketIOEmitter)new OldEmitter()).DeliverAsync("save", 1), Throws.InstanceOf<NotSupportedException>().With.Message.Contains(nameof(OldEmitter)));

    private sealed class OldEmitter : ISocketIOEmitter
    {
        public string Namespace => "/";

        public bool IsConnected => true;

        public ISocketIOEmitter With(EmitOptions options) => this;

        public ValueTask EmitAsync(string eventName, CancellationToken cancellationToken = default) => default;

        public ValueTask EmitAsync(string eventName, object? data, CancellationToken cancellationToken = default) => default;

        public ValueTask EmitAsync(string eventName, Delegate callback, CancellationToken cancellationToken = default) => default;

        public ValueTask EmitAsync(string eventName, object? data, Delegate callback, CancellationToken cancellationToken = default) => default;

        public ValueTask SendAsync(object? data, CancellationToken cancellationToken = default) => default;

        public Task CallAsync(string eventName, object? data, TimeSpan? timeout = null, CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task<TResult> CallAsync<TResult>(string eventName, CancellationToken cancellationToken = default) => Task.FromResult(default(TResult)!);

        public Task<TResult> CallAsync<TResult>(string eventName, object? data, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
            => Task.FromResult(default(TResult)!);
    }
}
