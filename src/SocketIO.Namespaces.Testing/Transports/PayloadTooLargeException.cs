namespace SocketIO.Namespaces.Testing.Transports;

/// <summary>A message is longer than the server accepts.</summary>
internal sealed class PayloadTooLargeException(int limit) : Exception($"A message is longer than the {limit} bytes allowed.");
