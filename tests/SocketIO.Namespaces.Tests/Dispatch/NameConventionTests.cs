using CsCheck;
using SocketIO.Namespaces.Dispatch;

namespace SocketIO.Namespaces.Tests.Dispatch;

[Category("S18")]
public sealed class NameConventionTests
{
    [TestCase("OnJoin", true)]
    [TestCase("OnÜbung", true)]
    [TestCase("OnA", true)]
    [TestCase("On", false)]
    [TestCase("Once", false)]
    [TestCase("online", false)]
    [TestCase("On_join", false)]
    [TestCase("On2", false)]
    [TestCase("onJoin", false)]
    [TestCase("BeforeOnJoin", false)]
    public void On_and_an_upper_case_letter_make_a_handler(string name, bool expected)
        => Assert.That(NameConvention.IsHandlerName(name), Is.EqualTo(expected));

    [TestCase("OnJoin", "join")]
    [TestCase("OnMyEvent", "my_event")]
    [TestCase("OnMyEventAsync", "my_event")]
    [TestCase("OnMy_Event", "my_event")]
    [TestCase("OnAsync", "async")]
    [TestCase("OnAsyncAsync", "async")]
    public void The_event_is_shown_in_the_usual_spelling(string method, string expected)
        => Assert.That(NameConvention.EventName(method), Is.EqualTo(expected));

    [TestCase("my_event")]
    [TestCase("my event")]
    [TestCase("my-event")]
    [TestCase("myEvent")]
    [TestCase("my.event")]
    [TestCase("my:event")]
    [TestCase("MY__EVENT:")]
    public void Spellings_share_their_key(string eventName) => Assert.That(NameConvention.Key(eventName), Is.EqualTo("myevent"));

    [Test]
    public void The_key_is_what_it_is_of_a_key_and_ignores_case_and_separators()
        => Gen.String.Sample(name =>
        {
            var key = NameConvention.Key(name);
            return key == NameConvention.Key(key)
                && key == NameConvention.Key(name.Replace('_', ' ') + ":")
                && key == NameConvention.Key(string.Join('-', name.Select(letter => letter.ToString())));
        });

    [Test]
    public void A_name_that_does_not_fit_has_no_key()
    {
        Assert.That(NameConvention.TryGetKey("a-b-c", new char[3], out var length), Is.True);
        Assert.That(length, Is.EqualTo(3));
        Assert.That(NameConvention.TryGetKey("a-b-c", new char[2], out _), Is.False);
    }
}
