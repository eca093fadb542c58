using SocketIO.Namespaces.Dispatch;

namespace SocketIO.Namespaces.Clients.Handling;

/// <summary>A standalone handler as it was registered.</summary>
/// <param name="EventName">The event it was registered for; <c>*</c> for a catch-all.</param>
/// <param name="Method">The handler.</param>
/// <param name="Once">Whether it is removed when its event arrives.</param>
internal sealed record StandaloneHandler(string EventName, HandlerMethod Method, bool Once);

/// <summary>Which method runs for an event, and on which instance.</summary>
/// <param name="EventName">The event's name as it arrived.</param>
/// <param name="RegisteredAs">The name it is registered for: one of few, while the peer chooses among spellings without number. <c>*</c> for a catch-all.</param>
/// <param name="Method">The method.</param>
/// <param name="Kind">What calls it.</param>
/// <param name="Target">The namespace class's instance, or the <see cref="NamespaceActivator"/> that makes one per event; null for a standalone handler.</param>
/// <param name="Standalone">The registration; null for a method of a class.</param>
internal sealed record HandlerRoute(string EventName, string RegisteredAs, HandlerMethod Method, HandlerKind Kind, object? Target, StandaloneHandler? Standalone);
