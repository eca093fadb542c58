using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SocketIO.Namespaces.Tests.Architecture;

public sealed class RoomTests
{
    private CSharpCompilation[] _projects = [];

    [OneTimeSetUp]
    public void CompileProjects()
    {
        var core = SourceTree.CompileProject("SocketIO.Namespaces");
        _projects = [core, SourceTree.CompileProject("SocketIO.Namespaces.Hosting", core), SourceTree.CompileProject("SocketIO.Namespaces.Testing", core)];
    }

    [Test]
    public void Every_name_in_the_sources_is_resolved()
    {
        var errors = _projects.SelectMany(project => project.GetDiagnostics())
            .Where(found => found.Severity == DiagnosticSeverity.Error && !IsLeftToGenerator(found));

        Assert.That(errors, Is.Empty);
    }

    [Test]
    public void Arrows_between_rooms_point_down_only()
    {
        var arrows = _projects.SelectMany(ArrowFinder.Find).ToArray();

        Assert.That(arrows.Select(arrow => (arrow.From, arrow.To)), Does.Contain(("Engine", "Transports")).And.Contain(("Testing", "Protocol")));
        Assert.That(RoomRules.OfTheProject.Judge(arrows), Is.Empty);
    }

    /// <summary>Source generators do not run here: the bodies of log methods and the members of JSON contexts are missing.</summary>
    private static bool IsLeftToGenerator(Diagnostic found) =>
        found.Id == "CS8795" || found.Location.SourceTree!.ToString().Contains("JsonSerializerContext", StringComparison.Ordinal);
}
