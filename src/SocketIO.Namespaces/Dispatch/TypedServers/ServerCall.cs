namespace SocketIO.Namespaces.Dispatch.TypedServers;

/// <summary>One method of a typed server, compiled: emits, or calls, with the values it was given.</summary>
/// <returns>What the method returns.</returns>
internal delegate object ServerCall(ISocketIOEmitter emitter, object?[] values);
