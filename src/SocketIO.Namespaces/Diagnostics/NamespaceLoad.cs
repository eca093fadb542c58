namespace SocketIO.Namespaces.Diagnostics;

/// <summary>How much waits in one namespace.</summary>
/// <param name="Namespace">Its path.</param>
/// <param name="InboxEvents">Events that wait for a handler or are being handled.</param>
/// <param name="PendingCalls">Acknowledgements that are awaited: of calls, callbacks and deliveries.</param>
/// <param name="BufferedEmits">Emits that wait for a connection.</param>
internal readonly record struct NamespaceLoad(string Namespace, int InboxEvents, int PendingCalls, int BufferedEmits);
