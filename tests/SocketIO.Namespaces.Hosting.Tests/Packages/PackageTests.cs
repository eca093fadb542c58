using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SocketIO.Namespaces.Hosting.Tests.Packages;

/// <summary>What a user of the packages gets: packs them as they were built, looks inside, installs them and runs a worker.</summary>
[Category("Packages")]
internal sealed partial class PackageTests
{
    private static readonly string[] Ids = ["SocketIO.Namespaces", "SocketIO.Namespaces.Hosting", "SocketIO.Namespaces.Testing"];

    private Workspace _workspace = null!;
    private string _packing = "";

    [OneTimeSetUp]
    public async Task PackAsync()
    {
        _workspace = new Workspace();
        _packing = await _workspace.PackAsync();
    }

    [OneTimeTearDown]
    public void Remove() => _workspace.Dispose();

    [Test]
    public void Nothing_is_warned_of() => Assert.That(_packing, Does.Not.Contain("warning"));

    [Test]
    public void Only_what_users_need_is_packed()
    {
        string[] expected = [.. Ids.SelectMany(id => new[] { $"{id}.{_workspace.Version}.nupkg", $"{id}.{_workspace.Version}.snupkg" })];

        Assert.That(Directory.EnumerateFiles(_workspace.Feed).Select(Path.GetFileName), Is.EquivalentTo(expected));
    }

    [TestCaseSource(nameof(Ids))]
    public void A_package_has_its_assembly_its_documentation_and_a_readme_and_nothing_else(string id)
    {
        using ZipArchive package = Open($"{id}.{_workspace.Version}.nupkg");
        using ZipArchive symbols = Open($"{id}.{_workspace.Version}.snupkg");

        Assert.That(Contents(package), Is.EquivalentTo([$"{id}.nuspec", "README.md", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"]));
        Assert.That(Contents(symbols), Is.EquivalentTo([$"{id}.nuspec", $"lib/net10.0/{id}.pdb"]));
    }

    [TestCaseSource(nameof(Ids))]
    public void A_package_says_what_it_is_and_under_which_licence(string id)
    {
        using ZipArchive package = Open($"{id}.{_workspace.Version}.nupkg");
        XElement license = Element(package, "license");

        Assert.That((string?)license.Attribute("type"), Is.EqualTo("expression"));
        Assert.That(license.Value, Is.EqualTo("MIT"));
        Assert.That(Element(package, "readme").Value, Is.EqualTo("README.md"));
        Assert.That(Element(package, "description").Value, Has.Length.GreaterThan(50));
        Assert.That(Element(package, "tags").Value.Split(' '), Has.Member("socket.io"));
    }

    [TestCaseSource(nameof(Ids))]
    public void The_links_of_a_packages_readme_lead_somewhere_wherever_it_is_shown(string id)
    {
        using ZipArchive package = Open($"{id}.{_workspace.Version}.nupkg");
        using var reader = new StreamReader(package.GetEntry("README.md")!.Open());

        Assert.That(MarkdownLink().Matches(reader.ReadToEnd()).Select(link => link.Groups[1].Value), Has.All.StartsWith("https://"));
    }

    [TestCase("SocketIO.Namespaces", "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions", "Polly.Core")]
    [TestCase("SocketIO.Namespaces.Hosting", "Microsoft.Extensions.Diagnostics.HealthChecks", "Microsoft.Extensions.Hosting.Abstractions",
        "Microsoft.Extensions.Options.ConfigurationExtensions", "SocketIO.Namespaces")]
    [TestCase("SocketIO.Namespaces.Testing", "SocketIO.Namespaces")]
    public void A_package_depends_on_few_others_and_on_its_own_kin_in_exactly_its_version(string id, params string[] expected)
    {
        using ZipArchive package = Open($"{id}.{_workspace.Version}.nupkg");
        XElement[] dependencies = [.. Nuspec(package).Descendants().Where(element => element.Name.LocalName == "dependency")];
        IEnumerable<XElement> kin = dependencies.Where(dependency => Ids.Contains((string?)dependency.Attribute("id")));

        Assert.That(dependencies.Select(dependency => (string?)dependency.Attribute("id")), Is.EquivalentTo(expected));
        Assert.That(kin.Select(dependency => (string?)dependency.Attribute("version")), Has.All.EqualTo($"[{_workspace.Version}]"));
    }

    [Test]
    public async Task A_new_worker_runs_with_the_packages_installed()
        => Assert.That(await _workspace.RunWorkerAsync(), Does.Contain("The server got OK, 123."));

    private ZipArchive Open(string file) => ZipFile.OpenRead(Path.Combine(_workspace.Feed, file));

    // Without what every package has for the format's own sake.
    private static IEnumerable<string> Contents(ZipArchive package)
        => package.Entries.Select(entry => entry.FullName)
            .Where(name => name != "[Content_Types].xml" && !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal));

    private static XElement Element(ZipArchive package, string name) => Nuspec(package).Descendants().Single(element => element.Name.LocalName == name);

    private static XDocument Nuspec(ZipArchive package)
    {
        using Stream nuspec = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(nuspec);
    }

    [GeneratedRegex(@"\]\(([^)]*)\)")]
    private static partial Regex MarkdownLink();
}
