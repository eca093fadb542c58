namespace SocketIO.Namespaces;

/// <summary>Shows the registered clients as data: what each listens to, and how it is doing at this moment.</summary>
/// <remarks>
/// <para>It is registered with the first client, once for all of them. It only reads what the clients know: nothing is sent, nothing is waited for. Any thread
/// may ask, at any time: before the host has started, when the clients have no namespace classes yet, and after it has stopped.</para>
/// <para>What it returns never changes, and System.Text.Json writes it as it is. It contains no credentials, but session ids, which logs never do: show
/// it only to those who may act for the client.</para>
/// </remarks>
public interface ISocketIOClientInspector
{
    /// <summary>Every client, in the order of registration.</summary>
    IReadOnlyList<ClientSnapshot> Inspect();

    /// <summary>One client.</summary>
    /// <param name="clientName">Its name; empty for the default client.</param>
    /// <exception cref="ArgumentException">There is no client of this name; says which there are.</exception>
    ClientSnapshot Inspect(string clientName);
}
