using System.Text;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Protocol;

public sealed class NamesTests
{
    [TestCase("/")]
    [TestCase("/chat")]
    [TestCase("/a/b.c-d_e é[1]")]
    public void Namespace_that_arrives_as_one_is_accepted(string path)
        => Assert.That(NamespacePath.Validate(path), Is.SameAs(path));

    [TestCase(null, "namespace")]
    [TestCase("", "namespace")]
    [TestCase("chat", "'/chat'")]
    [TestCase(" /chat", "start with '/'")]
    [TestCase("/a,b", "','")]
    [TestCase("/a?token=1", "auth")]
    [TestCase("/a\u001eb", "control")]
    [TestCase("/a\r\nb", "control")]
    [Category("S17")]
    public void Namespace_that_would_not_arrive_is_refused_with_the_mend(string? path, string mend)
        => Assert.That(() => NamespacePath.Validate(path!), Throws.InstanceOf<ArgumentException>().With.Message.Contains(mend));

    [TestCase("connect")]
    [TestCase("connect_error")]
    [TestCase("disconnect")]
    [TestCase("disconnecting")]
    [TestCase("newListener")]
    [TestCase("removeListener")]
    [TestCase("")]
    [TestCase(null)]
    [Category("S4")]
    public void Reserved_names_are_refused(string? name)
        => Assert.That(() => EventNames.ThrowIfReservedForEmit(name!), Throws.InstanceOf<ArgumentException>());

    [TestCase("Connect")]
    [TestCase("message")]
    [TestCase("error")]
    [TestCase("*")]
    [Category("S4")]
    public void Other_names_are_not(string name)
    {
        Assert.That(() => EventNames.ThrowIfReservedForEmit(name), Throws.Nothing);
        Assert.That(EventNames.IsLifecycle(name), Is.False);
        Assert.That(EventNames.IsLifecycle(Encoding.UTF8.GetBytes(name)), Is.False);
    }
}
