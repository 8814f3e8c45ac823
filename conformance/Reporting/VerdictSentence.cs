using ConformanceKit.Model;

namespace ConformanceKit.Reporting;

/// <summary>The verdict on a whole proxy, in one line.</summary>
internal static class VerdictSentence
{
    /// <summary>The verdict, without the proxy's name.</summary>
    /// <param name="proxy">What was found.</param>
    /// <param name="interrupted">Whether the run was stopped, so that more may follow.</param>
    public static string Of(ProxyReport proxy, bool interrupted) =>
        Graded(proxy, interrupted) + (proxy.Ended is { } how ? $"; its program ended in mid-run ({how})" : "");

    /// <summary>Whether a verdict says something about the proxy; what is only recorded does not.</summary>
    public static bool IsGraded(ScenarioReport scenario) => scenario.Verdict is Verdict.Pass or Verdict.Fail or Verdict.Warning;

    private static string Graded(ProxyReport proxy, bool interrupted)
    {
        // 1. No verdict at all.
        if (NoAnswer.WhyNotStarted(proxy) is { } reason)
            return $"not graded: {reason}";
        var graded = proxy.Scenarios.Count(IsGraded);
        var errors = Count(proxy, Verdict.HarnessError);
        var soFar = interrupted ? "so far " : "";
        if (errors > 0)
            return $"{soFar}undecided, for {Words(errors, "harness error")}; {Broken(proxy) ?? "nothing broken"} in the rest";
        if (graded + Count(proxy, Verdict.Blocked) == 0)
            return $"{soFar}nothing was graded: {Count(proxy, Verdict.NotApplicable)} not applicable, the rest only recorded";

        // 2. Against its baseline.
        var cases = $"({Words(graded, "case")} graded, {Count(proxy, Verdict.NotApplicable)} not applicable)";
        var flaky = proxy.Scenarios.Count(scenario => scenario.Flaky.Length > 0);
        var unsteady = flaky == 0 ? "" : $"; {Words(flaky, "case")} differed from round to round";
        if (proxy.HasBaseline)
        {
            var drift = proxy.Scenarios.Count(scenario => scenario.Baseline?.Drift == true);
            if (drift + flaky > 0)
                return $"{soFar}differs from its baseline in {Words(drift, "verdict")}{unsteady} {cases}";
            if (Count(proxy, Verdict.Fail) + Count(proxy, Verdict.Blocked) > 0)
                return $"{soFar}nothing new: {Broken(proxy)}, all known from its baseline {cases}";
            return $"{soFar}{Conformant(proxy)}, as its baseline expects {cases}";
        }

        // 3. Against the clauses.
        if (NoAnswer.WhatCameInstead(proxy) is { } instead)
            return $"{soFar}not conformant: {instead}";
        if (Count(proxy, Verdict.Fail) + Count(proxy, Verdict.Blocked) + flaky > 0)
            return $"{soFar}not conformant: {Broken(proxy) ?? "nothing broken in every round"}{unsteady} {cases}";
        return $"{soFar}{Conformant(proxy)} {cases}";
    }

    private static string Conformant(ProxyReport proxy) => Broken(proxy) is { } advice
        ? $"conformant: every MUST holds; {advice}"
        : "conformant: every MUST and SHOULD holds";

    // What is broken, the worst first; null if nothing is.
    private static string? Broken(ProxyReport proxy)
    {
        var (musts, blocked) = (Count(proxy, Verdict.Fail), Count(proxy, Verdict.Blocked));
        var practice = proxy.Scenarios.Count(scenario => scenario is { Verdict: Verdict.Warning, Level: "practice" });
        var shoulds = Count(proxy, Verdict.Warning) - practice;
        var followed = musts > 0 ? "" : " not followed";
        string[] parts =
        [
            .. Part(musts, $"{musts} MUST broken"),
            .. Part(shoulds, $"{shoulds} SHOULD{followed}"),
            .. Part(practice, $"{practice} practice{followed}"),
            .. Part(blocked, proxy.Ended is null
                ? $"{blocked} blocked by what {(blocked == 1 ? "it depends" : "they depend")} on"
                : $"{blocked} blocked"),
        ];
        return parts.Length == 0 ? null : string.Join(", ", parts);
    }

    private static string[] Part(int count, string text) => count == 0 ? [] : [text];

    private static int Count(ProxyReport proxy, Verdict verdict) =>
        proxy.Scenarios.Count(scenario => scenario.Verdict == verdict);

    private static string Words(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
