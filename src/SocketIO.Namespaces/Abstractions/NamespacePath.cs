namespace SocketIO.Namespaces;

/// <summary>What may name a namespace.</summary>
internal static class NamespacePath
{
    public const string Default = "/";

    /// <summary>Refuses what would not arrive as one namespace.</summary>
    /// <returns>The path given.</returns>
    /// <exception cref="ArgumentException">The path is not a namespace; says why and how to fix it.</exception>
    public static string Validate(string @namespace)
    {
        ArgumentException.ThrowIfNullOrEmpty(@namespace);
        return FindFault(@namespace) is { } fault
            ? throw new ArgumentException($"The namespace '{@namespace}' {fault}.", nameof(@namespace))
            : @namespace;
    }

    /// <summary>Why a text can't name a namespace, and how to fix it; null if it can.</summary>
    public static string? FindFault(string @namespace)
    {
        if (!@namespace.StartsWith('/'))
            return $"does not start with '/'; write '/{@namespace}'";
        if (@namespace.Contains(','))
            return "contains a ',', which ends a namespace on the wire; choose a path without it";
        if (@namespace.Contains('?'))
            return "contains a '?'; a namespace has no query: pass such values as auth, or in the options' Query";
        return @namespace.Any(char.IsControl) ? "contains a control character; choose a path without it" : null;
    }
}
