namespace SocketIO.Namespaces.Benchmarks.Server;

/// <summary>What a client may ask to be flooded with; "handlers" and "namespaces" are spread over as many as the number after the colon says.</summary>
internal readonly record struct FloodKind(string Name, int Width)
{
    public const string Small = "small";
    public const string Kilobyte = "kb";
    public const string Binary = "bin";
    public const string Async = "async";
    public const string Handlers = "handlers";
    public const string Namespaces = "namespaces";

    public static FloodKind Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? new(text, 1) : new(text[..colon], int.Parse(text.AsSpan(colon + 1), CultureInfo.InvariantCulture));
    }

    /// <summary>The name of one of many events; all are of one length.</summary>
    public static string EventName(int index) => $"event-{index:0000}";

    /// <summary>The path of one of many namespaces; all are of one length.</summary>
    public static string NamespacePath(int index) => $"/tenant-{index:000}";

    public override string ToString() => Width == 1 ? Name : $"{Name}:{Width}";
}
