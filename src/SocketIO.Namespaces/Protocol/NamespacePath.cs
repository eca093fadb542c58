namespace SocketIO.Namespaces.Protocol;

/// <summary>What may name a namespace.</summary>
internal static class NamespacePath
{
    public const string Default = "/";

    /// <summary>Refuses what would not arrive as one namespace.</summary>
    /// <returns>The path given.</returns>
    /// <exception cref="ArgumentException">The path is not a namespace; says why and how to mend it.</exception>
    public static string Validate(string @namespace)
    {
        ArgumentException.ThrowIfNullOrEmpty(@namespace);
        if (@namespace[0] != '/')
            throw Invalid(@namespace, $"does not start with '/'; write '/{@namespace}'");
        if (@namespace.Contains(','))
            throw Invalid(@namespace, "contains a ',', which ends a namespace on the wire; choose a path without it");
        if (@namespace.Contains('?'))
            throw Invalid(@namespace, "contains a '?'; a namespace has no query: pass such values as auth, or in the options' Query");
        if (@namespace.Any(char.IsControl))
            throw Invalid(@namespace, "contains a control character; choose a path without it");
        return @namespace;
    }

    private static ArgumentException Invalid(string @namespace, string fault) => new($"The namespace '{@namespace}' {fault}.", nameof(@namespace));
}
