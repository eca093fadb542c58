namespace SocketIO.Namespaces.Clients.Connecting;

/// <summary>What went wrong with a connection, or an attempt to get one.</summary>
/// <param name="Message">What it was.</param>
/// <param name="Time">When it was.</param>
internal sealed record ClientError(string Message, DateTimeOffset Time);
