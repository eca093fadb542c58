using System.Text.Json.Serialization;
using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Tests.Testing;

namespace SocketIO.Namespaces.Tests.Clients.Filters;

[Category("H2")]
public sealed class OutgoingFilterTests : FilterTest
{
    public interface IServer
    {
        Task<string> AskAsync(string question);
    }

    [Test]
    public async Task Every_way_to_emit_goes_through_the_filters_in_their_order()
    {
        var acknowledged = new TaskCompletionSource<string>();
        Server.Of("/").On("ask", (string question, string first, string second) => question + first + second);
        Server.Of("/").On("deliver", (params string[] _) => { });
        await ConnectAsync(Recording(), Appending(" outer"), Appending(" inner"));

        await Client.EmitAsync("emit", 1);
        await Client.SendAsync("sent");
        await Client.EmitAsync("ask", "callback", (string answer) => acknowledged.TrySetResult(answer));
        Assert.That(await Client.CallAsync<string>("ask", "call").Within(), Is.EqualTo("call outer inner"));
        Assert.That(await Client.Of("/").As<IServer>(EventNaming.CamelCase).AskAsync("typed").Within(), Is.EqualTo("typed outer inner"));
        Assert.That(await Client.DeliverAsync("deliver", "delivered").Within(), Is.EqualTo(Delivery.Acknowledged));
        Assert.That(await acknowledged.Task.Within(), Is.EqualTo("callback outer inner"));
        Assert.That((await Server.Of("/").ReceiveAsync("emit")).ToString(), Is.EqualTo("""["emit",1," outer"," inner"]"""));
        Assert.That((await Server.Of("/").ReceiveAsync("message")).ToString(), Is.EqualTo("""["message","sent"," outer"," inner"]"""));
        Assert.That((await Server.Of("/").ReceiveAsync("deliver")).ToString(), Is.EqualTo("""["deliver","delivered"," outer"," inner"]"""));
        Assert.That(Story, Is.EqualTo(new[] { "emit False", "message False", "ask True", "ask True", "ask True", "deliver True" }));
    }

    [Test]
    public async Task Arguments_can_be_read_replaced_and_removed()
    {
        await ConnectAsync(new Filter
        {
            OnEmit = (context, next) =>
            {
                Story.Enqueue(string.Join(',', context.Arguments));
                context.Arguments[0] = "first";
                context.Arguments.RemoveAt(1);
                return next(context);
            },
        });

        await Client.EmitAsync("change", (1, 2, new byte[] { 3 }));

        var received = await Server.Of("/").ReceiveAsync("change");
        Assert.That(received.Get<string>(0), Is.EqualTo("first"));
        Assert.That(received.Get<byte[]>(1), Is.EqualTo(new byte[] { 3 }));
        Assert.That(Story.Single(), Is.EqualTo("1,2,System.Byte[]"));
    }

    [Test]
    public async Task What_a_filter_leaves_alone_is_written_by_its_declared_type()
    {
        await ConnectAsync(Appending("more"));

        await Client.EmitAsync("draw", ((Shape)new Circle(3), (object?)null));
        await Client.EmitAsync("none");

        Assert.That((await Server.Of("/").ReceiveAsync("draw")).ToString(), Is.EqualTo("""["draw",{"kind":"circle","radius":3},null,"more"]"""));
        Assert.That((await Server.Of("/").ReceiveAsync("none")).ToString(), Is.EqualTo("""["none","more"]"""));
    }

    [Test]
    public async Task The_id_of_a_message_comes_last()
    {
        Server.Of("/").On("deliver", (params string[] _) => { });
        await ConnectAsync(Appending("more"));

        await Client.DeliverAsync("deliver", "data", new DeliveryOptions { MessageId = true }).Within();

        var received = await Server.Of("/").ReceiveAsync("deliver");
        Assert.That((received.Count, received.Get<string>(1)), Is.EqualTo((3, "more")));
        Assert.That(Guid.TryParse(received.Get<string>(2), out _), Is.True);
    }

    [Test]
    public async Task What_is_not_passed_on_is_not_sent()
    {
        var called = false;
        await ConnectAsync(new Filter { OnEmit = (context, next) => context.EventName == "pass" ? next(context) : default });

        await Client.EmitAsync("held", 1);
        await Client.EmitAsync("held", 1, () => called = true);
        Assert.That(await Client.DeliverAsync("held", 1).Within(), Is.EqualTo(Delivery.NotSent));
        Assert.That(() => Client.CallAsync<string>("held", 1).Within(), Throws.TypeOf<SocketIOException>()
            .With.Property(nameof(SocketIOException.Delivery)).EqualTo(Delivery.NotSent).And.Message.Contains("'held' was not called: an event filter held it back"));

        await Client.EmitAsync("pass");
        await Server.Of("/").ReceiveAsync("pass");
        Assert.That(Server.Of("/").Received, Is.Empty, "nothing but what was passed on");
        Assert.That(called, Is.False);
    }

    [Test]
    public async Task What_a_filter_throws_goes_to_who_emits()
    {
        await ConnectAsync(new Filter { OnEmit = (_, _) => throw new InvalidOperationException("invalid") });

        Assert.That(async () => await Client.EmitAsync("a"), Throws.InvalidOperationException.With.Message.EqualTo("invalid"));
        Assert.That(() => Client.CallAsync("a", null).Within(), Throws.InvalidOperationException.With.Message.EqualTo("invalid"));
        Assert.That(() => Client.DeliverAsync("a", null).Within(), Throws.InvalidOperationException.With.Message.EqualTo("invalid"));
    }

    [Test]
    public async Task A_filter_may_send_again()
    {
        var calls = 0;
        Server.Of("/").On("ask", () => ++calls);
        await ConnectAsync(new Filter
        {
            OnEmit = async (context, next) =>
            {
                await next(context);
                await next(context);
            },
        });

        Assert.That(await Client.CallAsync<int>("ask").Within(), Is.EqualTo(2), "the last answer counts");
    }

    [Test]
    public async Task A_call_that_fails_fails_in_the_filter()
    {
        await ConnectAsync(new Filter
        {
            OnEmit = async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                catch (SocketIOTimeoutException)
                {
                    Story.Enqueue("timeout");
                    throw;
                }
            },
        });

        Assert.That(() => Client.CallAsync("nobody answers", null, TimeSpan.FromMilliseconds(50)).Within(), Throws.TypeOf<SocketIOTimeoutException>());
        Assert.That(Story, Is.EqualTo(new[] { "timeout" }));
    }

    [Test]
    public async Task Filters_of_a_client_that_blocks_need_no_synchronization_context()
    {
        Server.Of("/").On("ask", (int number, string more) => $"{number}{more}");
        using var client = new Client(options =>
        {
            options.Url = Server.Url;
            options.EventFilters.Add(new Filter
            {
                OnEmit = async (context, next) =>
                {
                    await Task.Delay(1); // on a captured context, this would never go on
                    context.Arguments.Add(" more");
                    await next(context);
                },
            });
        });

        var answer = await Task.Factory.StartNew(
            () =>
            {
                SynchronizationContext.SetSynchronizationContext(new Busy());
                client.Connect();
                client.Emit("emit", 1);
                return client.Call<string>("ask", 7);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Within();

        Assert.That(answer, Is.EqualTo("7 more"));
        Assert.That((await Server.Of("/").ReceiveAsync("emit")).Get<(int, string)>(), Is.EqualTo((1, " more")));
    }

    private static Filter Appending(string argument) => new()
    {
        OnEmit = (context, next) =>
        {
            context.Arguments.Add(argument);
            return next(context);
        },
    };

    private Filter Recording() => new()
    {
        OnEmit = (context, next) =>
        {
            Story.Enqueue($"{context.EventName} {context.AcknowledgementRequested}");
            return next(context);
        },
    };

    /// <summary>A user interface whose thread is busy.</summary>
    private sealed class Busy : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }

    [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
    [JsonDerivedType(typeof(Circle), "circle")]
    private abstract record Shape;

    private sealed record Circle(int Radius) : Shape;
}
