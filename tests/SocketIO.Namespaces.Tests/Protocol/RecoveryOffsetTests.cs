using System.Text;
using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Tests.Protocol;

[Category("M11")]
internal sealed class RecoveryOffsetTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_000);

    [TestCase("1790000000000-0", TestName = "Redis streams")]
    [TestCase("1789950000000-12", TestName = "Redis streams, half a day old")]
    [TestCase("6ab13b800123456789abcdef", TestName = "MongoDB")]
    [TestCase("Q34K6m0", TestName = "In memory")]
    [TestCase("Q34K6m0.1-", TestName = "In memory, not the first of its millisecond")]
    public void Offsets_are_known(string text) => Assert.That(IsKnown(text), Is.True);

    [TestCase("")]
    [TestCase("hello")]
    [TestCase("message")]
    [TestCase("Ada Lovelace")]
    [TestCase("1790000000000")]
    [TestCase("1790000000000-")]
    [TestCase("-1790000000000")]
    [TestCase("1690000000000-0")]
    [TestCase("99999999999999999999999999-0")]
    [TestCase("000000000000000000000000")]
    [TestCase("60000000000000000000cafe", Description = "an object's id from 2021")]
    [TestCase("6ab13b800123456789ABCDEF")]
    [TestCase("Q34K6m0x")]
    [TestCase("Q34K6é")]
    public void Other_texts_are_not(string text) => Assert.That(IsKnown(text), Is.False);

    private static bool IsKnown(string text) => RecoveryOffset.IsKnown(Encoding.UTF8.GetBytes(text), Now);
}
