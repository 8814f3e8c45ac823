using ConformanceKit.Model;
using ConformanceKit.Running.Cases;

namespace ConformanceKit.CommandLine.Commands;

/// <summary>
/// What a run has found so far, in the words and by the rules of the report: of several rounds one verdict counts, and the cases of
/// a proxy that did not start are not graded, rather than errors one by one.
/// </summary>
internal sealed class ProgressCounts
{
    private static readonly Verdict[] s_counted = [Verdict.Fail, Verdict.Warning, Verdict.Blocked, Verdict.HarnessError];

    private readonly Dictionary<(string Proxy, string Id), Verdict> _verdicts = [];
    private readonly Dictionary<(string Proxy, Verdict Verdict), int> _counts = [];
    private readonly HashSet<string> _started = [];

    /// <summary>Counts a result.</summary>
    public void Add(string proxy, ScenarioResult result)
    {
        if (result.Time is not null)
            _started.Add(proxy);
        var key = (proxy, result.Requirement.Id);
        if (_verdicts.TryGetValue(key, out var before))
        {
            if (before == Verdict.HarnessError || (before != Verdict.Pass && result.Verdict != Verdict.HarnessError))
                return;
            _counts[(proxy, before)]--;
        }

        _verdicts[key] = result.Verdict;
        _counts[(proxy, result.Verdict)] = _counts.GetValueOrDefault((proxy, result.Verdict)) + 1;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var counts = s_counted
            .Select(verdict => (Word: VerdictNames.Of(verdict), Count: Count(key => key.Verdict == verdict && !IsUngraded(key))))
            .Append((Word: "not graded", Count: Count(IsUngraded)));
        var shown = counts.Where((entry, at) => at == 0 || entry.Count > 0); // the fails always
        return string.Join(", ", shown.Select(entry => $"{entry.Count} {entry.Word}"));
    }

    private int Count(Func<(string Proxy, Verdict Verdict), bool> isCounted) =>
        _counts.Where(count => isCounted(count.Key)).Sum(count => count.Value);

    private bool IsUngraded((string Proxy, Verdict Verdict) count) =>
        count.Verdict == Verdict.HarnessError && !_started.Contains(count.Proxy);
}
