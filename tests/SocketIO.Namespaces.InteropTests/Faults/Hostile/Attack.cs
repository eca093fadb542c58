namespace SocketIO.Namespaces.InteropTests.Faults.Hostile;

/// <summary>What a hostile server sends within a session.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Messages">Text packets (strings, or <see cref="RawText"/>) and binary messages (byte arrays), in order.</param>
internal sealed record Attack(string Name, params object[] Messages);
