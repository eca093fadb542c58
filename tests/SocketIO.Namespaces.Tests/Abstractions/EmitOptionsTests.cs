namespace SocketIO.Namespaces.Tests.Abstractions;

[Category("M6")]
internal sealed class EmitOptionsTests
{
    private static readonly TimeSpan?[] Ages = [null, TimeSpan.Zero, TimeSpan.FromSeconds(5), TimeSpan.MaxValue, Timeout.InfiniteTimeSpan];

    [TestCase(-2)]
    [TestCase(-86_400_000)]
    public void A_negative_age_is_refused(int milliseconds)
        => Assert.That(() => new EmitOptions { MaxAge = TimeSpan.FromMilliseconds(milliseconds) }, Throws.InstanceOf<ArgumentOutOfRangeException>());

    [TestCaseSource(nameof(Ages))]
    public void Any_other_age_is_taken(TimeSpan? age) => Assert.That(new EmitOptions { MaxAge = age }.MaxAge, Is.EqualTo(age));
}
