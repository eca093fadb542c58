namespace SocketIO.Namespaces.Benchmarks.Peers;

/// <summary>The clients under test, as the command line and the report name them.</summary>
internal static class PeerNames
{
    public const string Raw = "raw";
    public const string Ours = "ours";
    public const string JavaScript = "socket.io-client";
    public const string SignalR = "signalr";
    public const string OtherClient = "socketioclient";
    public const string Python = "python-socketio";

    public static readonly string[] All = [Raw, Ours, JavaScript, SignalR, OtherClient, Python];
}
