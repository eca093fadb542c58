namespace SocketIO.Namespaces.Tests.Architecture;

/// <summary>Which rooms each room may know.</summary>
internal sealed class RoomRules(IReadOnlyDictionary<string, string[]> known)
{
    private static readonly string[] Core = ["Abstractions", "Protocol", "Transports", "Engine", "Dispatch", "Namespaces", "Diagnostics", "Clients"];

    /// <summary>The rules of this repository.</summary>
    public static RoomRules OfTheProject { get; } = new(new Dictionary<string, string[]>
    {
        ["Abstractions"] = [],
        ["Diagnostics"] = ["Abstractions"],
        ["Protocol"] = ["Abstractions"],
        ["Transports"] = ["Protocol", "Abstractions", "Diagnostics"],
        ["Engine"] = ["Transports", "Protocol", "Abstractions", "Diagnostics"],
        ["Dispatch"] = ["Protocol", "Abstractions"],
        ["Namespaces"] = ["Dispatch", "Abstractions"],
        ["Clients"] = Core,
        ["Hosting"] = ["Clients", "Namespaces", "Dispatch", "Abstractions"],
        ["Testing"] = ["Protocol", "Dispatch", "Abstractions", "Namespaces", "Clients", "Diagnostics"],
    });

    /// <summary>What is wrong with <paramref name="arrows"/>, one line each; nothing if all is well.</summary>
    public IEnumerable<string> Judge(IReadOnlyCollection<Arrow> arrows)
    {
        foreach (var arrow in arrows)
        {
            if (!known.TryGetValue(arrow.From, out var rooms))
                yield return $"{arrow} ('{arrow.From}' is no room)";
            else if (!rooms.Contains(arrow.To))
                yield return arrow.ToString();
        }

        foreach (var circle in Circles(arrows))
            yield return circle;
    }

    private static IEnumerable<string> Circles(IReadOnlyCollection<Arrow> arrows)
    {
        var byRoom = arrows.ToLookup(arrow => arrow.From);
        foreach (var arrow in arrows.DistinctBy(arrow => (arrow.From, arrow.To)))
        {
            if (WayBack(byRoom, arrow, new HashSet<string>()) is { } wayBack)
                yield return $"a circle: {string.Join("; ", wayBack)}";
        }
    }

    /// <summary>The arrows from <paramref name="first"/> on that lead back to where it starts.</summary>
    private static IEnumerable<Arrow>? WayBack(ILookup<string, Arrow> byRoom, Arrow first, HashSet<string> seen)
    {
        return Follow(first);

        IEnumerable<Arrow>? Follow(Arrow arrow)
        {
            if (arrow.To == first.From)
                return [arrow];
            if (!seen.Add(arrow.To))
                return null;
            return byRoom[arrow.To].Select(Follow).FirstOrDefault(way => way is not null)?.Prepend(arrow);
        }
    }
}
