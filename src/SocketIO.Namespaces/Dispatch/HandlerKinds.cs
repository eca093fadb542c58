using SocketIO.Namespaces.Protocol;

namespace SocketIO.Namespaces.Dispatch;

/// <summary>Which kind of handler an event's name asks for.</summary>
internal static class HandlerKinds
{
    public static HandlerKind Of(string eventName) => eventName switch
    {
        EventNames.Connect => HandlerKind.Connect,
        EventNames.ConnectError => HandlerKind.ConnectError,
        EventNames.Disconnect => HandlerKind.Disconnect,
        EventNames.CatchAll => HandlerKind.CatchAll,
        _ => HandlerKind.Event,
    };
}
