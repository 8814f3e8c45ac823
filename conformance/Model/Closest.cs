namespace ConformanceKit.Model;

/// <summary>Finds the candidate closest to a misspelt word.</summary>
internal static class Closest
{
    /// <summary>
    /// A sentence that suggests the nearest candidate, with a leading space; empty if none is near. The case of letters does not
    /// count.
    /// </summary>
    public static string Hint(string given, IEnumerable<string> candidates)
    {
        var limit = Math.Max(2, given.Length / 3);
        var best = candidates
            .Select(candidate =>
                (Candidate: candidate, Distance: Distance(given.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(entry => entry.Distance <= limit)
            .OrderBy(entry => entry.Distance).ThenBy(entry => entry.Candidate, StringComparer.Ordinal)
            .Select(entry => entry.Candidate)
            .FirstOrDefault();
        return best is null ? "" : $" Did you mean '{best}'?";
    }

    // The Levenshtein distance, one row at a time.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[^1];
    }
}
