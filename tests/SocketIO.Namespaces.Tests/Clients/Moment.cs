namespace SocketIO.Namespaces.Tests.Clients;

/// <summary>The moments at which a client runs code of the user's.</summary>
internal enum Moment
{
    Connect,
    Event,
    Disconnect,
    ConnectError,
    Callback,
    Observer,
    BackgroundTask,
}
