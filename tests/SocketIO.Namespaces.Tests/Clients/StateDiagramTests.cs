using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Namespaces.Clients.Connecting;
using SocketIO.Namespaces.Tests.Architecture;
using SocketIO.Namespaces.Tests.Simulation;

namespace SocketIO.Namespaces.Tests.Clients;

[Category("M23")]
internal sealed partial class StateDiagramTests
{
    private static readonly ClientState[] States = Enum.GetValues<ClientState>();

    [Test]
    public void The_machine_allows_what_is_legal_and_nothing_else()
    {
        var allowed = States.SelectMany(from => States.Where(to => Reach(from).TryEnter(to)).Select(to => (from, to)));

        Assert.That(allowed, Is.EquivalentTo(LegalTransitions.All));
    }

    [Test]
    public async Task The_documented_diagram_is_that_of_the_machine()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(SourceTree.RepositoryRoot(), "docs", "reconnection.md"));
        var diagram = page[page.IndexOf("stateDiagram", StringComparison.Ordinal)..];
        var documented = Arrow().Matches(diagram[..diagram.IndexOf("```", StringComparison.Ordinal)])
            .Select(arrow => (Enum.Parse<ClientState>(arrow.Groups["from"].Value), Enum.Parse<ClientState>(arrow.Groups["to"].Value)));

        Assert.That(documented, Is.EquivalentTo(LegalTransitions.All));
    }

    private static ClientStateMachine Reach(ClientState state)
    {
        var machine = new ClientStateMachine(NullLogger.Instance);
        ClientState[] way = state switch
        {
            ClientState.Disconnected => [],
            ClientState.Connecting => [ClientState.Connecting],
            ClientState.Connected => [ClientState.Connecting, ClientState.Connected],
            ClientState.Reconnecting => [ClientState.Connecting, ClientState.Connected, ClientState.Reconnecting],
            ClientState.Disconnecting => [ClientState.Connecting, ClientState.Disconnecting],
            _ => [ClientState.Disposed],
        };
        foreach (var next in way)
            Assert.That(machine.TryEnter(next), Is.True);
        return machine;
    }

    [GeneratedRegex(@"^\s*(?<from>[A-Z]\w+) --> (?<to>[A-Z]\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Arrow();
}
