using System.Text.Json;
using SocketIO.Namespaces.Tests.TestDoubles;
using SocketIO.Namespaces.Tests.Testing;

namespace SocketIO.Namespaces.Tests.Clients.Filters;

[Category("H2")]
public sealed class IncomingFilterTests : FilterTest
{
    [SetUp]
    public void HandleSettling() => Handle("settle", () => "settled");

    [Test]
    public async Task The_first_filter_is_the_outermost()
    {
        Handle("ask", () => Story.Enqueue("handled"));
        var server = await ConnectAsync(Telling("outer"), Telling("inner"));

        await server.CallAsync("ask", null).Within();

        Assert.That(Story, Is.EqualTo(new[] { "outer before", "inner before", "handled", "inner after", "outer after" }));
    }

    [Test]
    public async Task A_filter_sees_the_event_and_what_the_handler_returned()
    {
        Handle("join", (string room, int seat) => ("OK", seat));
        Handle("quiet", () => { });
        var server = await ConnectAsync(new Filter
        {
            OnEvent = async (context, next) =>
            {
                Story.Enqueue($"{context.Namespace} {context.EventName} {string.Join(',', context.Arguments)} {context.AcknowledgementRequested} {context.Items.Count}");
                context.Items["seen"] = true;
                await next(context);
                Story.Enqueue($"{context.Acknowledgement ?? "nothing"} {context.Arguments.Count} {context.Items.Count}");
            },
        });

        Assert.That(await server.CallAsync<(string, int)>("join", ("lobby", 7)).Within(), Is.EqualTo(("OK", 7)));
        await server.EmitAsync("quiet");
        await SettleAsync(server);

        Assert.That(Story.Take(4), Is.EqualTo(new[] { "/ join lobby,7 True 0", "(OK, 7) 2 1", "/ quiet  False 0", "nothing 0 1" }));
    }

    [Test]
    public async Task The_handler_gets_the_arguments_that_filters_leave()
    {
        Handle("last", (params JsonElement[] arguments) => string.Join('|', arguments));
        Handle("all", (params JsonElement[] arguments) => string.Join('|', arguments));
        var server = await ConnectAsync(new Filter
        {
            OnEvent = (context, next) =>
            {
                if (context.EventName == "last")
                {
                    context.Arguments.RemoveAt(context.Arguments.Count - 1);
                }
                else if (context.EventName == "all")
                {
                    context.Arguments.RemoveAt(0);
                    context.Arguments[0] = JsonSerializer.SerializeToElement("put");
                    context.Arguments.Insert(0, JsonSerializer.SerializeToElement(new { number = 1 }));
                    context.Arguments.Add(JsonSerializer.SerializeToElement<string?>(null));
                }

                return next(context);
            },
        });

        Assert.That(await server.CallAsync<string>("last", (1, "two", "three")).Within(), Is.EqualTo("1|two"));
        Assert.That(await server.CallAsync<string>("all", (1, 2, "three \"quoted\"")).Within(), Is.EqualTo("{\"number\":1}|put|three \"quoted\"|"));
    }

    [Test]
    public async Task Attachments_go_with_the_arguments_that_stay()
    {
        Handle("upload", (string name, byte[] first, byte[] second) => $"{name}:{string.Join(',', first)}:{string.Join(',', second)}");
        var server = await ConnectAsync(new Filter
        {
            OnEvent = (context, next) =>
            {
                if (context.EventName == "upload")
                {
                    Story.Enqueue(context.Arguments[1].GetString()!);
                    context.Arguments.RemoveAt(2);
                    context.Arguments[0] = JsonSerializer.SerializeToElement("renamed");
                }

                return next(context);
            },
        });

        var answer = await server.CallAsync<string>("upload", ("name", new byte[] { 1, 2 }, new byte[] { 3 }, new byte[] { 4, 5 })).Within();

        Assert.That(answer, Is.EqualTo("renamed:1,2:4,5"));
        Assert.That(Story.Single(), Is.EqualTo("AQI="), "as base64");
    }

    [Test]
    public async Task An_acknowledgement_can_be_replaced()
    {
        Handle("ask", (int number) => number);
        var server = await ConnectAsync(new Filter
        {
            OnEvent = async (context, next) =>
            {
                await next(context);
                if (context.EventName == "ask")
                    context.Acknowledgement = (context.Acknowledgement, "checked");
            },
        });

        Assert.That(await server.CallAsync<(int, string)>("ask", 7).Within(), Is.EqualTo((7, "checked")));
    }

    [Test]
    public async Task An_event_that_is_not_passed_on_is_answered_as_the_filter_says()
    {
        Handle("ask", () => Story.Enqueue("handled"));
        var server = await ConnectAsync(new Filter
        {
            OnEvent = (context, next) =>
            {
                if (context.EventName != "ask")
                    return next(context);
                if (context.Arguments.Count > 0)
                    context.Acknowledgement = "refused";
                return default;
            },
        });

        Assert.That(await server.CallAsync<string>("ask", 1).Within(), Is.EqualTo("refused"));
        Assert.That(() => server.CallAsync("ask", default(ValueTuple), TimeSpan.FromMilliseconds(200)), Throws.TypeOf<SocketIOTimeoutException>());
        Assert.That(Story, Is.Empty);
        Assert.That(Failures, Is.Empty);
    }

    [Test]
    public async Task What_a_filter_throws_counts_as_thrown_by_the_handler()
    {
        Handle("before", () => "before");
        Handle("after", () => "after");
        Handle("refuse", () => "refused");
        var server = await ConnectAsync(new Filter
        {
            OnEvent = async (context, next) =>
            {
                if (context.EventName == "before")
                    throw new InvalidOperationException("before");
                await next(context);
                if (context.EventName == "after")
                    throw new InvalidOperationException("after");
                if (context.EventName == "refuse")
                    throw new EventException("no", "as thrown");
            },
        });

        Assert.That(() => server.CallAsync("before", null, TimeSpan.FromMilliseconds(200)), Throws.TypeOf<SocketIOTimeoutException>());
        Assert.That(() => server.CallAsync("after", null, TimeSpan.FromMilliseconds(200)), Throws.TypeOf<SocketIOTimeoutException>());
        Assert.That(await server.CallAsync<string>("refuse", null).Within(), Is.EqualTo("as thrown"));
        Assert.That(Failures.Select(failure => failure.Exception.Message), Is.EqualTo(new[] { "before", "after", "no" }));
    }

    [Test]
    public async Task A_filter_can_answer_for_a_handler_that_throws()
    {
        Handle("fail", string () => throw new InvalidOperationException("failed"));
        var server = await ConnectAsync(new Filter
        {
            OnEvent = async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                catch (InvalidOperationException failure)
                {
                    context.Acknowledgement = failure.Message;
                }
            },
        });

        Assert.That(await server.CallAsync<string>("fail").Within(), Is.EqualTo("failed"));
        Assert.That(Failures, Is.Empty);
    }

    [Test]
    public async Task Events_with_a_handler_are_filtered_catch_alls_too_and_moments_are_not()
    {
        Handle("connect", () => Story.Enqueue("connect"));
        Handle("disconnect", () => Story.Enqueue("disconnect"));
        Handle("*", (string name) => Story.Enqueue($"* {name}"));
        var server = await ConnectAsync(Telling("filter"));

        await server.CallAsync("anything", null).Within();
        await Client.DisconnectAsync().Within();

        Assert.That(Story, Is.EqualTo(new[] { "connect", "filter before", "* anything", "filter after", "disconnect" }));
    }

    [Test]
    public async Task Observers_see_what_arrived()
    {
        var seen = new TaskCompletionSource<string>();
        Handle("ask", () => { });
        var server = await ConnectAsync(new Filter { OnEvent = (_, _) => default });
        Client.OnAny((string name, int number) => seen.TrySetResult($"{name} {number}"));

        await server.EmitAsync("ask", 7);

        Assert.That(await seen.Task.Within(), Is.EqualTo("ask 7"));
    }

    [Test]
    public async Task An_event_is_handled_once()
    {
        Handle("ask", () => Story.Enqueue("handled"));
        var server = await ConnectAsync(new Filter
        {
            OnEvent = async (context, next) =>
            {
                await next(context);
                if (context.EventName == "ask")
                    await next(context);
            },
        });

        await server.EmitAsync("ask");
        await SettleAsync(server);

        Assert.That(Story, Is.EqualTo(new[] { "handled" }));
        Assert.That(Failures.Single().Exception.Message, Does.Contain("next twice"));
    }

    [Test]
    public async Task A_context_that_was_kept_says_that_it_is_over()
    {
        var kept = new TaskCompletionSource<IncomingEventContext>();
        var server = await ConnectAsync(new Filter
        {
            OnEvent = (context, next) =>
            {
                kept.TrySetResult(context);
                return next(context);
            },
        });
        await SettleAsync(server);

        var context = await kept.Task.Within();
        await SettleAsync(server); // the first is over for certain

        Assert.That(context.EventName, Is.EqualTo("settle"));
        Assert.That(() => context.Arguments, Throws.InvalidOperationException.With.Message.Contains("is over"));
        Assert.That(() => context.Services, Throws.InvalidOperationException.With.Message.Contains("is over"));
    }

    [Test]
    public async Task A_blocking_handler_keeps_its_own_kind_of_thread_behind_a_filter_that_awaits()
    {
        var pooled = new TaskCompletionSource<bool>();
        using var client = new Client(options =>
        {
            options.Url = Server.Url;
            options.EventFilters.Add(new Filter
            {
                OnEvent = async (context, next) =>
                {
                    await Task.Delay(1);
                    await next(context);
                },
            });
        });
        client.On("where", () => pooled.TrySetResult(Thread.CurrentThread.IsThreadPoolThread));
        await Task.Factory.StartNew(() => client.Connect(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Within();

        await Server.Of("/").EmitAsync("where");

        Assert.That(await pooled.Task.Within(), Is.False);
    }

    private Filter Telling(string name) => new()
    {
        OnEvent = async (context, next) =>
        {
            Story.Enqueue($"{name} before");
            await next(context);
            Story.Enqueue($"{name} after");
        },
    };
}
