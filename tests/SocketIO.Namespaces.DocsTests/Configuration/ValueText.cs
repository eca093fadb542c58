namespace SocketIO.Namespaces.DocsTests.Configuration;

/// <summary>Says what an option's value looks like in configuration.</summary>
internal static class ValueText
{
    public static string Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
            return string.Join(", ", Enum.GetNames(type).Select(name => $"`{name}`"));
        if (type.IsGenericType)
            return IsMap(type) ? "names and texts" : $"a list: {Of(type.GetGenericArguments()[0])}";
        return type.Name switch
        {
            nameof(Boolean) => "`true`, `false`",
            nameof(Int32) => "a whole number",
            nameof(Double) => "a number",
            nameof(TimeSpan) => "a time",
            nameof(String) => "text",
            nameof(Uri) => "a URL",
            nameof(Object) => "JSON",
            _ => throw new NotSupportedException($"What does a {type} look like in configuration?"),
        };
    }

    private static bool IsMap(Type type) => type.GetGenericTypeDefinition() == typeof(IDictionary<,>);
}
