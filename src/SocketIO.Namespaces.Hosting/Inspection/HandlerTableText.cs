using System.Text;

namespace SocketIO.Namespaces.Hosting.Inspection;

/// <summary>Writes what a client listens to as a table for people: namespace, event, method.</summary>
internal static class HandlerTableText
{
    private const string Gap = "  ";

    public static string Of(ClientSnapshot client)
    {
        (string Namespace, string Event, string Method)[] rows = [("namespace", "event", "method"), .. client.Namespaces.SelectMany(RowsOf)];
        int namespaceWidth = rows.Max(row => row.Namespace.Length);
        int eventWidth = rows.Max(row => row.Event.Length);

        var text = new StringBuilder();
        foreach ((string path, string eventName, string method) in rows)
            text.AppendLine().Append($"{Gap}{path.PadRight(namespaceWidth)}{Gap}{eventName.PadRight(eventWidth)}{Gap}{method}");
        return text.ToString();
    }

    private static IEnumerable<(string Namespace, string Event, string Method)> RowsOf(NamespaceSnapshot @namespace)
        => @namespace.Handlers.Count == 0
            ? [(@namespace.Path, "-", "-")]
            : @namespace.Handlers.Select((handler, index) => (index == 0 ? @namespace.Path : "", handler.Event, handler.ToString()));
}
