using SocketIO.Namespaces;

namespace Synchronous;

/// <summary>Handles one namespace, on a thread of its own: its methods may block.</summary>
[Namespace("/stock")]
public sealed class StockNamespace : ClientNamespace
{
    public void OnConnect() => Console.WriteLine($"client | joined {Namespace}, handled by the thread \"{Thread.CurrentThread.Name}\"");

    // Asks the server in the middle of answering it.
    public int OnOrder(string item, int amount) => (int)(Call<double>("price", item) * amount);

    public void OnDisconnect(DisconnectReason reason) => Console.WriteLine($"client | {Namespace} was left: {reason}");
}
