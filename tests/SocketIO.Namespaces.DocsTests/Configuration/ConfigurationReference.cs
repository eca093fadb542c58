using System.Text;

namespace SocketIO.Namespaces.DocsTests.Configuration;

/// <summary>Makes the tables of <c>docs/configuration.md</c> from the options and their docstrings.</summary>
internal static class ConfigurationReference
{
    public const string Page = "docs/configuration.md";

    private const string Begin = "<!-- Made from the docstrings of the options by .ci/configuration-reference: do not edit by hand. -->\n";
    private const string End = "<!-- The end of what is made. -->\n";

    /// <summary>A page with its tables made anew.</summary>
    /// <exception cref="FormatException">The page does not say where they belong.</exception>
    public static string Update(string page)
    {
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? page[..(begin + Begin.Length)] + Tables() + page[end..]
            : throw new FormatException($"{Page} has no place for its tables: {Begin}{End}");
    }

    private static string Tables()
    {
        var text = new StringBuilder();
        foreach (IGrouping<string, Option> group in Option.All.Where(option => option.IsConfigurable).GroupBy(TitleOf))
        {
            text.Append($"\n## {group.Key}\n\n| key | value | default | meaning |\n|---|---|---|---|\n");
            foreach (Option option in group)
                text.Append($"| `{option.Key}` | {ValueText.Of(option.Property.PropertyType)} {Rest(option)}");
        }

        text.Append("\n## In code only\n\n| option | type | default | meaning |\n|---|---|---|---|\n");
        foreach (Option option in Option.All.Where(option => !option.IsConfigurable))
            text.Append($"| `{option.Key.Replace(':', '.')}` | `{TypeText.Of(option.Property.PropertyType)}` {Rest(option)}");
        return text.Append('\n').ToString();
    }

    private static string TitleOf(Option option) => option.Key.Split(':') is [var parent, _] ? parent : "The client";

    private static string Rest(Option option)
    {
        OptionText text = OptionText.Of(option);
        return $"| {Escape(text.Default)} | {Escape(text.Meaning)} |\n";
    }

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
