using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.DocsTests.Pages;

namespace SocketIO.Namespaces.DocsTests.Observability;

/// <summary>The tables of <c>docs/observability.md</c> are what the code says.</summary>
[Category("H7")]
public sealed class ObservabilityPageTests
{
    private const string MeterName = "SocketIO.Namespaces";

    private static readonly Page Page = Documentation.Pages.Single(page => page.Path == "docs/observability.md");

    private static readonly Assembly[] Assemblies
        = [typeof(AsyncClient).Assembly, typeof(ISocketIOClientBuilder).Assembly, typeof(SocketIOTestServer).Assembly];

    private static readonly (string Id, LogLevel Level, string Message)[] Events =
    [
        .. from assembly in Assemblies
           from type in assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
           let message = method.GetCustomAttribute<LoggerMessageAttribute>()
           where message is not null
           select ($"{message.EventId}", message.Level, message.Message),
    ];

    [Test]
    public async Task Every_instrument_is_listed_as_it_is()
    {
        var published = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == MeterName)
                published.Add(instrument);
        };
        listener.Start();
        await using var client = new AsyncClient();

        Assert.That(
            Tables.Rows(Page, "Metrics", columns: 5).Select(row => (Code(row[0]), row[1], Code(row[2]), row[4])),
            Is.EquivalentTo(published.Select(instrument => (instrument.Name, KindOf(instrument), instrument.Unit, instrument.Description))));
    }

    [Test]
    public void Every_tag_is_explained()
    {
        IEnumerable<string> tags = typeof(AsyncClient).Assembly.GetType("SocketIO.Namespaces.Diagnostics.TagNames", throwOnError: true)!
            .GetFields().Select(tag => (string)tag.GetRawConstantValue()!);

        Assert.That(Tables.Rows(Page, "Tags", columns: 3).SelectMany(row => row[0].Split(", ")).Select(Code), Is.EquivalentTo(tags));
    }

    [Test]
    public void The_tags_of_instruments_are_among_those_explained() =>
        Assert.That(
            Tables.Rows(Page, "Metrics", columns: 5).SelectMany(row => row[3].Split(", ", StringSplitOptions.RemoveEmptyEntries)).Distinct(),
            Is.SubsetOf(Tables.Rows(Page, "Tags", columns: 3).Select(row => row[0])));

    [Test]
    public void Every_log_entry_is_listed_as_it_is()
    {
        (string, LogLevel, string)[] listed = [.. Tables.Rows(Page, "Logs", columns: 4).Select(row => (row[0], Enum.Parse<LogLevel>(row[1]), row[2]))];

        Assert.That(Events, Has.Length.GreaterThan(40));
        Assert.That(Events.Except(listed), Is.Empty, "write these into the table of docs/observability.md, and when they come");
        Assert.That(listed.Except(Events), Is.Empty, "take these out of it");
        Assert.That(listed, Is.Unique);
    }

    [Test]
    public void No_two_log_entries_have_the_same_id() => Assert.That(Events.Select(entry => entry.Id), Is.Unique);

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0];

    private static string Code(string cell) => cell.Trim('`');
}
