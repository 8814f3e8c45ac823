using ConformanceKit.Model;

namespace ConformanceKit.Reporting.Compare;

/// <summary>Joins what several files say about one proxy.</summary>
internal static class ProxyMerge
{
    /// <summary>Joins the parts.</summary>
    /// <param name="name">The proxy's name.</param>
    /// <param name="isClient">Whether it is a client.</param>
    /// <param name="inTime">The files, the latest run last.</param>
    /// <param name="remark">Called with a remark on cases that occur in several files.</param>
    /// <exception cref="UsageException">The files have different versions of the proxy.</exception>
    public static ProxyReport Of(
        string name, bool isClient, IReadOnlyList<SavedReport> inTime, Action<string> remark)
    {
        var parts = inTime
            .SelectMany(file => file.Report.Proxies.Where(proxy => proxy.Name == name && proxy.IsClient() == isClient),
                (file, proxy) => (file.Path, Proxy: proxy))
            .ToList();

        // 1. There is one version; a part in which the proxy never started names none.
        var versions = parts.Where(part => part.Proxy.Version.Length > 0).DistinctBy(part => part.Proxy.Version).ToList();
        if (versions.Count > 1)
        {
            throw new UsageException(
                $"The files have different versions of {name}, "
                + $"{string.Join(" and ", versions.Select(part => $"{part.Proxy.Version} ({part.Path})"))}: "
                + "report them separately, or compare them with 'diff'.");
        }

        // 2. There is one result for each case.
        var cases = new SortedDictionary<string, (string Path, ScenarioReport Scenario)>(StringComparer.Ordinal);
        var replaced = new List<(string Earlier, string Later)>();
        foreach (var (path, proxy) in parts)
        {
            foreach (var scenario in proxy.Scenarios)
            {
                if (cases.TryGetValue(scenario.Id, out var earlier))
                    replaced.Add((earlier.Path, path));
                cases[scenario.Id] = (path, scenario);
            }
        }
        foreach (var pair in replaced.CountBy(pair => pair))
        {
            var occur = pair.Value == 1 ? "1 scenario occurs" : $"{pair.Value} scenarios occur";
            remark($"{name}: {occur} in both {pair.Key.Earlier} and {pair.Key.Later}; the later run, {pair.Key.Later}, wins.");
        }

        // 3. The rest is taken from the latest part, or added up over all parts where that says more.
        var last = parts[^1].Proxy;
        return last with
        {
            Version = versions.Count == 0 ? "" : versions[0].Proxy.Version,
            ImageDigest = parts.Select(part => part.Proxy.ImageDigest).LastOrDefault(digest => digest.Length > 0) ?? "",
            Features = [.. parts.SelectMany(part => part.Proxy.Features).Distinct().Order(StringComparer.Ordinal)],
            DurationMs = parts.Sum(part => part.Proxy.DurationMs),
            HasBaseline = parts.All(part => part.Proxy.HasBaseline),
            Log = string.Join('\n', parts.Select(part => part.Proxy.Log).Where(log => log.Length > 0).Distinct()),
            Scenarios = [.. cases.Values.Select(entry => entry.Scenario)],
            Configuration = parts.Select(part => part.Proxy.Configuration).LastOrDefault(files => files is not null),
            Notes = parts.SelectMany(part => part.Proxy.Notes ?? []).Distinct().ToList() is { Count: > 0 } notes ? notes : null,
            Ended = parts.Select(part => part.Proxy.Ended).LastOrDefault(ended => ended is not null),
            Time = TimeReport.Join([.. parts.Select(part => part.Proxy.Time)]),
        };
    }
}
