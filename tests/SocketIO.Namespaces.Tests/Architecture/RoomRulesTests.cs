namespace SocketIO.Namespaces.Tests.Architecture;

public sealed class RoomRulesTests
{
    private static readonly RoomRules UpperKnowsLower = new(new Dictionary<string, string[]> { ["Upper"] = ["Lower"], ["Lower"] = [] });
    private static readonly RoomRules AnythingGoes = new(new Dictionary<string, string[]> { ["Upper"] = ["Lower"], ["Lower"] = ["Upper"] });

    private const string Door =
        """
        namespace N;
        public class Door { public int Width; public Door Next => this; }
        public static class DoorExtensions { public static void Shut(this object door) { } }
        """;

    [Test]
    public void An_arrow_that_points_down_is_allowed() =>
        Assert.That(Judge(UpperKnowsLower, ("Lower/Door.cs", Door), ("Upper/User.cs", "class User : N.Door;")), Is.Empty);

    [TestCase("namespace N;\nclass User : Door;", "N.Door", 2)]
    [TestCase("class User { object door = new N.Door(); }", "N.Door.Door()", 1)]
    [TestCase("class User { N.Door door = new(); }", "N.Door.Door()", 1)]
    [TestCase("namespace N.Below;\nclass User\n{\n    string name = nameof(Door);\n}", "N.Door", 4)]
    [TestCase("using N;\nclass User { void F() => \"\".Shut(); }", "N.DoorExtensions.Shut(object)", 2)]
    [TestCase("using D = N.Door;\nclass User;", "N.Door", 1)]
    public void An_arrow_that_points_up_is_found_and_told(string source, string symbol, int line)
    {
        var faults = Judge(UpperKnowsLower, ("Upper/Door.cs", Door), ("Lower/User.cs", source));

        Assert.That(faults, Does.Contain($"src/SocketIO.Namespaces/Lower/User.cs({line}): Lower → Upper: {symbol}"));
    }

    [TestCase("/// <see cref=\"N.Door\"/>\nclass User;")]
    [TestCase("// N.Door\nclass User;")]
    [TestCase("using N;\nclass User;")]
    public void What_is_not_code_points_nowhere(string source) =>
        Assert.That(Judge(UpperKnowsLower, ("Upper/Door.cs", Door), ("Lower/User.cs", source)), Is.Empty);

    [Test]
    public void A_part_of_a_class_belongs_to_the_room_of_its_file()
    {
        var faults = Judge(
            UpperKnowsLower,
            ("Upper/House.cs", "partial class House { int Rooms => 1; }"),
            ("Lower/House.cs", "partial class House { int Half => Rooms / 2; }"));

        Assert.That(faults, Is.EqualTo(["src/SocketIO.Namespaces/Lower/House.cs(1): Lower → Upper: House.Rooms"]));
    }

    [Test]
    public void A_circle_is_found_even_where_each_arrow_is_allowed()
    {
        var faults = Judge(AnythingGoes, ("Upper/Door.cs", "class Door { Key key; }"), ("Lower/Key.cs", "class Key { Door door; }"));

        Assert.That(faults, Has.Some.StartsWith("a circle: ").And.Some.Contains("Lower → Upper: Door").And.Some.Contains("Upper → Lower: Key"));
    }

    [Test]
    public void A_room_without_a_rule_is_a_fault() =>
        Assert.That(Judge(UpperKnowsLower, ("Lower/Door.cs", Door), ("Cellar/User.cs", "class User : N.Door;")), Has.Some.Contains("'Cellar' is no room"));

    private static string[] Judge(RoomRules rules, params (string Path, string Text)[] sources)
    {
        var compilation = SourceTree.Compile("Sample", sources.Select(source => ($"src/SocketIO.Namespaces/{source.Path}", source.Text)));
        return [.. rules.Judge(ArrowFinder.Find(compilation))];
    }
}
