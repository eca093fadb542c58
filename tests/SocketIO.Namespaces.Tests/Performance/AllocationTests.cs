using System.Text.Json;
using SocketIO.Namespaces.Protocol;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Performance;

/// <summary>What an event, an emit and a call allocate, from the transport to the user's code. Bytes, unlike times, come out the same on every machine.</summary>
[NonParallelizable]
[Category("F6")]
public sealed class AllocationTests
{
    private const string Json = """{"symbol":"ABCD","bid":12345,"ask":12346,"id":7}""";
    private const int Count = 1000;
    private const int Rounds = 8;

    // What is asynchronous is a class in a debug build, and costs more.
#if DEBUG
    private const int BytesPerCall = 1200;
    private const int BytesPerAsynchronousEvent = 900;
#else
    private const int BytesPerCall = 600;
    private const int BytesPerAsynchronousEvent = 300;
#endif

    private static readonly Quote Sent = new("ABCD", 12345, 12346, 7);

    private FloodTransport _server;
    private AsyncClient _client;
    private Quotes _quotes;

    [SetUp]
    public async Task SetUp()
    {
        _server = new FloodTransport($"""42["quote",{Json}]""");
        await ConnectAsync(_server);
    }

    [TearDown]
    public async Task TearDown() => await _client.DisposeAsync();

    [Test]
    public async Task An_event_allocates_nothing_but_the_argument()
    {
        var argument = BytesOfArgument();
        var bytes = await MeasureAsync(ReceiveAsync);
        Assert.That(bytes - argument, Is.LessThan(16));
    }

    [Test]
    public void A_record_that_is_read_allocates_nothing_but_itself()
    {
        var json = System.Text.Encoding.UTF8.GetBytes(Json);
        var options = SerializerOptions.Create(null, 64);
        var made = new Quote[Count];
        JsonSerializer.Deserialize<Quote>(json, options);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Count; i++)
            made[i] = JsonSerializer.Deserialize<Quote>(json, options)!;
        Assert.That((GC.GetAllocatedBytesForCurrentThread() - before) / (double)Count, Is.EqualTo(BytesOfArgument()));
    }

    [Test]
    public async Task An_event_whose_handler_awaits_allocates_little_more_than_that_costs()
    {
        var argument = BytesOfArgument();
        await _client.DisposeAsync();
        await ConnectAsync(new FloodTransport($"""42["slow",{Json}]"""));
        var bytes = await MeasureAsync(ReceiveAsync);
        Assert.That(bytes - argument, Is.LessThan(BytesPerAsynchronousEvent));
    }

    [Test]
    public async Task An_emit_allocates_nothing()
    {
        var bytes = await MeasureAsync(async () =>
        {
            for (var i = 0; i < Count; i++)
                await _client.EmitAsync("quote", Sent);
            await _client.CallAsync<int>("sync");
        });
        Assert.That(bytes, Is.LessThan(16));
    }

    [Test]
    public async Task A_call_allocates_what_its_caller_awaits_and_no_timer()
    {
        var bytes = await MeasureAsync(async () =>
        {
            for (var i = 0; i < Count; i++)
                await _client.CallAsync<int>("quote", Sent);
        });
        Assert.That(bytes, Is.LessThan(BytesPerCall));
    }

    [Test]
    public async Task A_call_with_a_token_costs_no_more()
    {
        using var source = new CancellationTokenSource();
        var bytes = await MeasureAsync(async () =>
        {
            for (var i = 0; i < Count; i++)
                await _client.CallAsync<int>("quote", Sent, cancellationToken: source.Token);
        });
        Assert.That(bytes, Is.LessThan(BytesPerCall));
    }

    private async Task ConnectAsync(FloodTransport server)
    {
        _server = server;
        var options = new SocketIOClientOptions { Url = new Uri("http://localhost:3000") };
        options.Transports.Add(TransportKind.WebSocket);
        _client = new AsyncClient(options, server);
        _client.RegisterNamespace(_quotes = new Quotes());
        await _client.ConnectAsync().Within();
    }

    private Task ReceiveAsync()
    {
        var received = _quotes.ExpectAsync(Count);
        _server.Send(Count);
        return received.Within();
    }

    /// <summary>The least that a round allocated, in the whole process, for each of its events: what others do beside it is not counted.</summary>
    private static async Task<double> MeasureAsync(Func<Task> round)
    {
        var least = double.MaxValue;
        for (var i = 0; i < Rounds; i++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await round();
            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Count);
        }

        await TestContext.Out.WriteLineAsync($"{least:0.0} bytes");
        return least;
    }

    /// <summary>The record and its string.</summary>
    private static double BytesOfArgument()
    {
        var made = new Quote[Count];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Count; i++)
            made[i] = Sent with { Symbol = new string('A', Sent.Symbol.Length) };
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Count;
    }

    internal sealed record Quote(string Symbol, int Bid, int Ask, int Id);

    [Namespace("/")]
    internal sealed class Quotes : AsyncClientNamespace
    {
        private TaskCompletionSource _all = new();
        private int _missing;

        public Task ExpectAsync(int count)
        {
            _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _missing = count;
            return _all.Task;
        }

        public void OnQuote(Quote quote) => Count(quote);

        public async Task OnSlow(Quote quote)
        {
            await Task.Yield();
            Count(quote);
        }

        private void Count(Quote quote)
        {
            if (quote == Sent && --_missing == 0)
                _all.TrySetResult();
        }
    }
}
