using System.Text.Json;
using SocketIO.Namespaces.DocsTests.Pages;

namespace SocketIO.Namespaces.DocsTests.Configuration;

[Parallelizable(ParallelScope.All)]
public sealed class ConfigurationReferenceTests
{
    private static readonly string PageFile = Path.Combine(Documentation.Root, ConfigurationReference.Page);

    [Test]
    public void The_page_says_what_the_docstrings_say()
    {
        string page = File.ReadAllText(PageFile);
        string updated = ConfigurationReference.Update(page);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "true")
            File.WriteAllText(PageFile, updated);
        else
            Assert.That(page, Is.EqualTo(updated), "run .ci/configuration-reference");
    }

    [Test]
    public void A_page_without_a_place_for_the_tables_is_refused() =>
        Assert.That(() => ConfigurationReference.Update("# Configuration"), Throws.TypeOf<FormatException>());

    [Test]
    public void Every_docstring_states_the_default_that_holds() =>
        Assert.That(
            Option.All.Where(option => !OptionText.Of(option).Default.StartsWith(OptionText.Say(option), StringComparison.Ordinal))
                .Select(option => $"{option.Key}: 'Default: {OptionText.Say(option)}' expected, not '{OptionText.Of(option).Default}'"),
            Is.Empty);

    /// <summary>A block of JSON with a section of the library shows its options.</summary>
    [Test]
    public void Keys_in_the_JSON_of_the_pages_are_options()
    {
        string[] shown = [.. Documentation.Pages.SelectMany(page => page.Blocks).Where(block => block.Language == "json").SelectMany(KeysOf)];

        Assert.That(shown, Does.Contain("Reconnection:Delay"));
        Assert.That(shown.Except(Option.All.Where(option => option.IsConfigurable).Select(option => option.Key)), Is.Empty);
    }

    private static IEnumerable<string> KeysOf(CodeBlock block)
    {
        using JsonDocument json = JsonDocument.Parse(block.Text);
        return json.RootElement.TryGetProperty("SocketIO", out JsonElement section) ? [.. KeysOf(section, "")] : [];
    }

    private static IEnumerable<string> KeysOf(JsonElement section, string prefix) => section.EnumerateObject().SelectMany(property =>
        property.Name is nameof(SocketIOClientOptions.Reconnection) or nameof(SocketIOClientOptions.Limits)
            ? KeysOf(property.Value, $"{property.Name}:")
            : [prefix + property.Name]);
}
