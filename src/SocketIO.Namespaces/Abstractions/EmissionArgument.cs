namespace SocketIO.Namespaces;

/// <summary>One argument of an emit.</summary>
/// <param name="Value">Its value.</param>
/// <param name="DeclaredType">The type to write it by; null for that of the value itself.</param>
internal readonly record struct EmissionArgument(object? Value, Type? DeclaredType);
