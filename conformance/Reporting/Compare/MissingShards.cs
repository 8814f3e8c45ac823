using System.Text.Json;
using ConformanceKit.Running.Cases;

namespace ConformanceKit.Reporting.Compare;

/// <summary>Which shards of a suite are missing: a CI run that lost one must not look complete.</summary>
internal static class MissingShards
{
    private const int MostNamed = 20;

    /// <summary>The shards of a proxy's run that no file has, such as <c>3/4</c>.</summary>
    /// <param name="proxy">The proxy's name.</param>
    /// <param name="isClient">Whether it is a client.</param>
    /// <param name="saved">The files.</param>
    public static IReadOnlyList<string> Of(string proxy, bool isClient, IEnumerable<SavedReport> saved)
    {
        var given = saved
            .Where(file => file.Report.Proxies.Any(part => part.Name == proxy && part.IsClient() == isClient))
            .SelectMany(file => ShardsOf(file.Report))
            .ToHashSet();
        if (given.Count == 0 || given.Any(shard => given.Count(other => other.Count == shard.Count) == shard.Count))
            return [];
        var count = given.Max(shard => shard.Count);
        return [.. Enumerable.Range(1, count).Select(index => new Shard(index, count))
            .Where(shard => !given.Contains(shard)).Take(MostNamed).Select(shard => shard.ToString())];
    }

    // One text, or a list of them if the report was itself joined.
    private static IEnumerable<Shard> ShardsOf(Report report)
    {
        var setting = JsonSerializer.SerializeToElement(report.Settings.GetValueOrDefault("shard"));
        IEnumerable<JsonElement> values = setting.ValueKind == JsonValueKind.Array ? setting.EnumerateArray() : [setting];
        foreach (var value in values)
        {
            if (value.ValueKind == JsonValueKind.String && Shard.TryParse(value.GetString()!, out var shard))
                yield return shard;
        }
    }
}
