using CsCheck;
using SocketIO.Namespaces.Dispatch;

namespace SocketIO.Namespaces.Tests.Dispatch;

[Category("S19")]
public sealed class NearestNameTests
{
    private static readonly string[] Names = ["join", "my_event", "room:history", "a", "go"];

    [TestCase("jion", "join")]
    [TestCase("joine", "join")]
    [TestCase("Jon", "join")]
    [TestCase("my_evnts", "my_event")]
    [TestCase("room_history", "room:history")]
    [TestCase("room:histroy", "room:history")]
    [TestCase("jo", null)]
    [TestCase("b", null)]
    [TestCase("g-o", "go")]
    [TestCase("leave", null)]
    [TestCase("", null)]
    [TestCase("my_event_of_quite_another_kind", null)]
    public void A_name_with_a_letter_or_two_wrong_is_found(string name, string? expected)
        => Assert.That(NearestName.Find(name, Names), Is.EqualTo(expected));

    [Test]
    public void The_nearest_of_several_wins() => Assert.That(NearestName.Find("message", ["massages", "messages", "massage"]), Is.EqualTo("messages"));

    [Test]
    public void A_handled_name_is_its_own_nearest()
        => Gen.String[Gen.Char['a', 'z'], 2, 20].Sample(name => NearestName.Find(name, ["zzzzzzzz", name]) == name);

    [Test]
    public void A_hostile_name_costs_nothing() => Assert.That(NearestName.Find(new string('x', 1_000_000), Names), Is.Null);
}
