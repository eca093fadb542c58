using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SocketIO.Namespaces.DocsTests.Configuration;

/// <summary>What an option's docstring says, as Markdown.</summary>
/// <param name="Meaning">All but the default.</param>
/// <param name="Default">What stands behind "Default:", up to the end of the sentence; empty if it is not said.</param>
internal sealed partial record OptionText(string Meaning, string Default)
{
    private static readonly XDocument Docstrings = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "SocketIO.Namespaces.xml"));

    public static OptionText Of(Option option)
    {
        string name = $"P:{option.Property.DeclaringType!.FullName}.{option.Property.Name}";
        XElement summary = Docstrings.Descendants("member").Single(member => (string?)member.Attribute("name") == name).Element("summary")!;
        string text = Spaces().Replace(string.Concat(summary.Nodes().Select(ToMarkdown)), " ").Trim();
        Match statement = DefaultStatement().Match(text);
        return new OptionText(Spaces().Replace(text.Remove(statement.Index, statement.Length), " ").Trim(), statement.Groups["default"].Value);
    }

    /// <summary>An option's default as a docstring should say it.</summary>
    public static string Say(Option option) => option.Default switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => $"`{text}`",
        TimeSpan { Ticks: > 0 } time => $"{time.TotalSeconds} second",
        int bytes when option.Key.EndsWith("Bytes", StringComparison.Ordinal) => bytes % 1048576 == 0 ? $"{bytes / 1048576} MiB" : $"{bytes / 1024} KiB",
        int number => number.ToString("N0", CultureInfo.InvariantCulture),
        double number => number.ToString(CultureInfo.InvariantCulture),
        Enum value => $"`{value.GetType().Name}.{value}`",
        System.Collections.IEnumerable => "none",
        _ => "",
    };

    private static string ToMarkdown(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see when see.Attribute("cref") is { } reference => $"`{NameOf(reference.Value)}`",
        XElement { Name.LocalName: "see" } see when see.Attribute("langword") is { } word => $"`{word.Value}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        _ => throw new NotSupportedException($"How is this written in Markdown? {node}"),
    };

    /// <summary>A member by its type and name, an option or a type by its name alone.</summary>
    private static string NameOf(string reference)
    {
        string[] parts = reference[2..].Split('(')[0].Split('.');
        bool isOption = parts[0] == "SocketIO" && parts[^2].EndsWith("Options", StringComparison.Ordinal);
        return isOption || reference[0] == 'T' ? parts[^1] : $"{parts[^2]}.{parts[^1]}";
    }

    [GeneratedRegex(@"\bDefault: (?<default>.+?)\.(?=\s|$)")]
    private static partial Regex DefaultStatement();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
