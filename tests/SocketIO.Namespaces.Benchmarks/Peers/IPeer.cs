using SocketIO.Namespaces.Benchmarks.Scenarios;

namespace SocketIO.Namespaces.Benchmarks.Peers;

/// <summary>A client under test, in a process of its own, with whose end its connection ends.</summary>
internal interface IPeer
{
    /// <summary>Connects, with all the handlers that the workload needs.</summary>
    Task ConnectAsync(Uri url, Workload workload);

    /// <summary>Asks for a flood and handles it to its end.</summary>
    /// <exception cref="InvalidDataException">The messages were not what was sent.</exception>
    Task ReceiveAsync(Workload workload, int count);

    /// <summary>Emits, one after the other, until the server has all of them.</summary>
    /// <exception cref="InvalidDataException">The server received another number.</exception>
    Task EmitAsync(int count);

    /// <summary>Calls and awaits the answers.</summary>
    Task CallAsync(int count, int inFlight);

    /// <summary>Makes calls that the server never answers.</summary>
    Task HoldAsync(int count) => throw new NotSupportedException();

    /// <summary>Emits one event on the idle connection, and awaits the server's.</summary>
    /// <returns>The server's monotonic time at which it received the event.</returns>
    Task<long> StampAsync() => throw new NotSupportedException();
}
