namespace SocketIO.Namespaces;

/// <summary>How the methods of a typed server name their events. <c>Async</c> at the end of a method's name is left out first;
/// <see cref="OnAttribute"/> on a method names its event in place of all this.</summary>
/// <remarks>There is no default: servers differ, and an event by a name that the server does not know is lost without an error.</remarks>
public enum EventNaming
{
    /// <summary><c>SendMessageAsync</c> emits <c>sendMessage</c>.</summary>
    CamelCase = 1,

    /// <summary><c>SendMessageAsync</c> emits <c>send_message</c>.</summary>
    SnakeCase,

    /// <summary><c>SendMessageAsync</c> emits <c>send-message</c>.</summary>
    KebabCase,

    /// <summary><c>SendMessageAsync</c> emits <c>SendMessage</c>.</summary>
    Exact,
}
