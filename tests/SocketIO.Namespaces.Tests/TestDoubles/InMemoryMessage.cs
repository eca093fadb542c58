namespace SocketIO.Namespaces.Tests.TestDoubles;

internal sealed record InMemoryMessage(byte[] Data, bool IsBinary);
