using System.Collections.Concurrent;
using ConformanceKit.Model;
using ConformanceKit.Running.Baselines;
using ConformanceKit.Running.Cases;
using ConformanceKit.Running.Catalogue;

namespace ConformanceKit.Running.Engine;

/// <summary>
/// Which verdicts the load of the machine may have turned, so that the case is run once more, alone, before its verdict counts:
/// what differs from the baseline, and without a baseline, what broke because something was not there in time.
/// </summary>
/// <param name="profile">How the run grades.</param>
internal sealed class SecondLook(Profile profile)
{
    // A proxy that really is silent, or another version than the baseline's, must not make everything run twice.
    private static readonly TimeSpan s_mostInVain = TimeSpan.FromSeconds(15);

    // All others wait meanwhile.
    private static readonly TimeSpan s_mostInVainInAll = TimeSpan.FromSeconds(30);

    private static readonly HashSet<string> s_ofTime =
    [
        ReasonIds.ReplyTimeout, ReasonIds.BytesTimeout, ReasonIds.ScenarioTimeout, ReasonIds.OriginNotContacted,
        ReasonIds.TooSlow, ReasonIds.NotClosed, ReasonIds.NotEnded, ReasonIds.PageFailed,
    ];

    private readonly ConcurrentDictionary<string, TimeSpan> _inVain = [];

    /// <summary>Whether a result has to be confirmed.</summary>
    /// <param name="proxy">The proxy's name.</param>
    /// <param name="result">The result beside others.</param>
    /// <param name="baseline">The proxy's baseline, or null.</param>
    public bool IsNeeded(string proxy, ScenarioResult result, Baseline? baseline) =>
        _inVain.GetValueOrDefault(proxy) < s_mostInVain && InVainInAll < s_mostInVainInAll
        && (result.Verdict == Verdict.HarnessError
            || (baseline?.IsDrift(result, profile) ?? (result.Verdict.IsBroken() && s_ofTime.Contains(result.ReasonId))));

    private TimeSpan InVainInAll => new(_inVain.Values.Sum(time => time.Ticks));

    /// <summary>The result that counts: the one found alone.</summary>
    /// <param name="proxy">The proxy's name.</param>
    /// <param name="beside">The result beside others; null if there is none, as the proxy was gone.</param>
    /// <param name="alone">The one found alone.</param>
    public ScenarioResult Confirmed(string proxy, ScenarioResult? beside, ScenarioResult alone)
    {
        if (beside is null)
            return alone;
        if (beside.Verdict == alone.Verdict)
        {
            _inVain.AddOrUpdate(proxy, alone.Duration, (_, sum) => sum + alone.Duration);
            return alone with { Repeated = "run again alone: the same verdict" };
        }

        var reason = beside.Reason.Length > 0 ? $": {beside.Reason}" : "";
        return alone with { Repeated = $"run again alone, since beside others it was {VerdictNames.Of(beside.Verdict)}{reason}" };
    }
}
