using System.Text.Json;
using ConformanceKit.Model;

namespace ConformanceKit.Reporting.Compare;

/// <summary>A report and the file that it was read from.</summary>
/// <param name="Path">The file.</param>
/// <param name="Report">The report.</param>
internal sealed record SavedReport(string Path, Report Report);

/// <summary>
/// Makes one report from several: the parts of a proxy's report are joined, different proxies are listed side by side.
/// </summary>
internal static class ReportMerge
{
    /// <summary>Joins the reports.</summary>
    /// <param name="saved">The reports, at least one.</param>
    /// <param name="remark">Called with everything that a user might not expect.</param>
    /// <exception cref="UsageException">They cannot be joined into one report.</exception>
    public static Report Of(IReadOnlyList<SavedReport> saved, Action<string> remark)
    {
        // 1. If a case occurs in several files, the later run wins.
        var inTime = saved.OrderBy(file => file.Report.StartedAt).ToList();
        foreach (var file in inTime.Where(file => file.Report.Interrupted))
            remark($"{file.Path} is from a run that was interrupted, so it is not complete.");
        var tools = inTime.Select(file => file.Report.Tool.Version).Distinct().ToList();
        if (tools.Count > 1)
            remark($"The files were written by different versions of this program: {string.Join(", ", tools)}.");

        // 2. Missing shards.
        var names = saved.SelectMany(file => file.Report.Proxies).Select(proxy => (proxy.Name, IsClient: proxy.IsClient()))
            .Distinct().ToList();
        foreach (var (name, isClient) in names)
        {
            if (MissingShards.Of(name, isClient, saved) is { Count: > 0 } missing)
            {
                remark($"{name}: {(missing.Count == 1 ? $"shard {missing[0]} is" : $"shards {string.Join(", ", missing)} are")} "
                    + "not among the files.");
            }
        }

        // 3. Proxies stay in the order in which the files name them.
        return new(
            Report.CurrentSchema,
            new(tools[^1]),
            inTime[0].Report.StartedAt,
            saved.Sum(file => file.Report.DurationMs),
            saved.Any(file => file.Report.Interrupted),
            Settings(inTime),
            [.. names.Select(one => ProxyMerge.Of(one.Name, one.IsClient, inTime, remark))],
            saved.All(file => file.Report.LoadMs is not null) ? saved.Sum(file => file.Report.LoadMs) : null);
    }

    // A setting on which all runs agree stays as it is; any other becomes the list of the runs' values.
    private static Dictionary<string, object> Settings(IReadOnlyList<SavedReport> saved) => saved
        .SelectMany(file => file.Report.Settings)
        .GroupBy(setting => setting.Key, setting => setting.Value)
        .ToDictionary(
            same => same.Key,
            same => same.DistinctBy(value => JsonSerializer.Serialize(value)).ToList() is [var only] ? only : same.ToList());
}
