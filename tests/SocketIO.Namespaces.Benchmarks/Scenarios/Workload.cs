namespace SocketIO.Namespaces.Benchmarks.Scenarios;

/// <summary>What a client under test does again and again, such as <c>small</c>, <c>handlers:100</c> or <c>polling/emit</c>.</summary>
internal readonly record struct Workload(string Name, int Size = 1, bool Polling = false)
{
    public const string Small = "small";
    public const string Kilobyte = "kb";
    public const string Binary = "bin";
    public const string Async = "async";
    public const string Handlers = "handlers";
    public const string Namespaces = "namespaces";
    public const string Emit = "emit";
    public const string Call = "call";
    public const string Calls = "calls";
    public const string Pending = "pending";
    public const string Latency = "latency";
    public const string Idle = "idle";

    /// <summary>The calls that <see cref="Calls"/> and <see cref="Pending"/> keep in flight.</summary>
    public const int CallsInFlight = 64;

    private const string PollingPrefix = "polling/";

    /// <summary>Whether the server floods the client, with <see cref="FloodName"/>.</summary>
    public bool Receives => Name is Small or Kilobyte or Binary or Async or Handlers or Namespaces;

    /// <summary>What to ask of the flood server.</summary>
    public string FloodName => Size == 1 ? Name : $"{Name}:{Size}";

    public static Workload Parse(string text)
    {
        var polling = text.StartsWith(PollingPrefix, StringComparison.Ordinal);
        var parts = (polling ? text[PollingPrefix.Length..] : text).Split(':');
        return new(parts[0], parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 1, polling);
    }

    public override string ToString() => (Polling ? PollingPrefix : "") + FloodName;
}
