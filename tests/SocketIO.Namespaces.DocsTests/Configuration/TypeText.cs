namespace SocketIO.Namespaces.DocsTests.Configuration;

/// <summary>Writes a type as C# does.</summary>
internal static class TypeText
{
    public static string Of(Type type)
    {
        if (type == typeof(object))
            return "object";
        if (type == typeof(string))
            return "string";
        if (type == typeof(double))
            return "double";
        return type.IsGenericType
            ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
            : type.Name;
    }
}
