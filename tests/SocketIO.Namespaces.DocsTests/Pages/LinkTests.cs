namespace SocketIO.Namespaces.DocsTests.Pages;

[Parallelizable(ParallelScope.All)]
public sealed class LinkTests
{
    private static readonly Dictionary<string, IReadOnlySet<string>> AnchorsOfPages = Documentation.Pages.ToDictionary(page => page.Path, Anchors.Of);

    [Test]
    public void Relative_links_lead_somewhere()
    {
        Link[] links = [.. Documentation.Pages.SelectMany(Link.Of).Where(link => link.IsRelative)];

        Assert.That(links, Has.Length.GreaterThan(30));
        Assert.That(links.Where(IsDead), Is.Empty);
    }

    [Test]
    public void The_index_leads_to_every_page()
    {
        Page index = Documentation.Pages.Single(page => page.Path == "docs/README.md");

        Assert.That(
            Link.Of(index).Where(link => link.IsRelative).Select(link => link.File),
            Is.SupersetOf(AnchorsOfPages.Keys.Where(path => path.StartsWith("docs/", StringComparison.Ordinal) && path != index.Path)));
    }

    [TestCase("see [there](docs/no-such-page.md)")]
    [TestCase("see [there](docs/hosting.md#no-such-heading)")]
    [TestCase("see [there](#no-such-heading)")]
    [TestCase("| a | ![picture](no-such.png) |")]
    public void A_dead_link_is_found(string text) => Assert.That(Link.Of(Page.Parse("README.md", text)).Where(IsDead), Has.Exactly(1).Items);

    [Test]
    public void Links_are_read_from_prose_only() =>
        Assert.That(Link.Of(Page.Parse("p.md", "`[On](no)` and [a `b`](yes.md) and\n```js\n[c](no)\n```\n")), Is.EqualTo([new Link("p.md", 1, "yes.md")]));

    [Test]
    public void A_link_is_relative_to_its_page()
    {
        Assert.That(new Link("docs/a.md", 1, "b.md#c").File, Is.EqualTo("docs/b.md"));
        Assert.That(new Link("docs/a.md", 1, "../README.md").File, Is.EqualTo("README.md"));
        Assert.That(new Link("docs/a.md", 1, "#c").File, Is.EqualTo("docs/a.md"));
    }

    [Test]
    public void Anchors_are_those_of_GitHub()
    {
        Page page = Page.Parse("p.md", "# A `B` c: d, e\n## Again\n## Again\n### snake_case & [link](x.md)\n");

        Assert.That(Anchors.Of(page), Is.EquivalentTo(["a-b-c-d-e", "again", "again-1", "snake_case--link"]));
    }

    private static bool IsDead(Link link) => link.Anchor is { } anchor
        ? !AnchorsOfPages.TryGetValue(link.File, out IReadOnlySet<string>? anchors) || !anchors.Contains(anchor)
        : !Path.Exists(Path.Combine(Documentation.Root, link.File));
}
