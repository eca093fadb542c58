using SocketIO.Namespaces.Dispatch.Filters;
using SocketIO.Namespaces.Tests.Clients.Filters;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Testing.Harness;

/// <summary>The filters of the options are around what a class in a harness hears and emits.</summary>
[Category("H2")]
public sealed class HarnessFilterTests
{
    [Test]
    public async Task Events_and_emits_go_through_the_filters()
    {
        var harness = Attach(new Filter
        {
            OnEvent = async (context, next) =>
            {
                context.Arguments.RemoveAt(1);
                await next(context);
                context.Acknowledgement = $"{context.Acknowledgement}!";
            },
            OnEmit = (context, next) =>
            {
                context.Arguments.Add("appended");
                return next(context);
            },
        });
        harness.On("ask", (int number, string appended) => $"{number} {appended}");

        var acknowledgement = await harness.RaiseAsync("relay", 7, "taken off").Within();

        Assert.That(acknowledgement!.Single().GetString(), Is.EqualTo("7 appended Acknowledged 1!"));
        Assert.That(harness.Emitted.Select(emitted => emitted.ToString()),
            Is.EqualTo(new[] { """["emit",7,"appended"]""", """["ask",7,"appended"]""", """["deliver",7,"appended"]""" }));
    }

    [Test]
    public async Task What_a_filter_holds_back_is_not_emitted()
    {
        var harness = Attach(new Filter { OnEmit = (_, _) => default });
        harness.On("ask", (int _) => "never");

        Assert.That(() => harness.RaiseAsync("relay", 7).Within(), Throws.TypeOf<SocketIOException>().With.Message.Contains("held it back"));
        Assert.That(harness.Emitted, Is.Empty);
        await harness.DisconnectAsync(DisconnectReason.ClientDisconnect).Within();
    }

    [Test]
    public void Without_filters_there_is_no_pipeline() => Assert.That(FilterPipeline.Create([]), Is.Null);

    private static NamespaceHarness Attach(IEventFilter filter) => NamespaceHarness.Attach(new Relay(), options => options.EventFilters.Add(filter));

    private sealed class Relay : AsyncClientNamespace
    {
        public async Task<string> OnRelay(params int[] numbers)
        {
            await EmitAsync("emit", numbers[0]);
            var answer = await CallAsync<string>("ask", numbers[0]);
            return $"{answer} {await DeliverAsync("deliver", numbers[0])} {numbers.Length}";
        }
    }
}
