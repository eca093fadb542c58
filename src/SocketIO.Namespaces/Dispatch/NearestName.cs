namespace SocketIO.Namespaces.Dispatch;

/// <summary>Finds the name somebody may have meant.</summary>
internal static class NearestName
{
    private const int MostErrors = 2;

    /// <summary>The candidate nearest to a name, their spelling aside: at most two letters wrong, missing, in excess or swapped, and no more than a third.</summary>
    /// <returns>Null if none is near.</returns>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        string? nearest = null;
        var key = NameConvention.Key(name);
        var limit = Math.Min(MostErrors, key.Length / 3);
        foreach (var candidate in candidates)
        {
            var candidateKey = NameConvention.Key(candidate);
            if (Math.Abs(candidateKey.Length - key.Length) > limit)
                continue;
            var distance = Distance(key, candidateKey);
            if (distance > limit)
                continue;
            nearest = candidate;
            limit = distance - 1;
        }

        return nearest;
    }

    // The optimal string alignment distance, by rows: two above, above, current.
    private static int Distance(string left, string right)
    {
        int[] beforeLast = new int[right.Length + 1];
        int[] last = [.. Enumerable.Range(0, right.Length + 1)];
        int[] row = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitution = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                row[j] = Math.Min(substitution, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[right.Length];
    }
}
