namespace SocketIO.Namespaces.InteropTests.Faults.Hostile;

/// <summary>A text message whose bytes need not be UTF-8.</summary>
internal sealed record RawText(params byte[] Bytes);
