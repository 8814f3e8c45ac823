using ConformanceKit.Evidence;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Reporting;

/// <summary>
/// Recognises a proxy that could not be started or never replied. Every case then ends for the same reason, so that one sentence
/// says more than all of them.
/// </summary>
internal static class NoAnswer
{
    // A few cases are worth reading one by one, whatever the proxy did.
    private const int FewCases = 5;

    /// <summary>Why nothing was run on the proxy, or null if something was.</summary>
    public static string? WhyNotStarted(ProxyReport proxy) => proxy.Time is null
        && proxy.Scenarios.All(scenario => scenario.Verdict is Verdict.HarnessError or Verdict.NotApplicable)
        ? proxy.Scenarios.FirstOrDefault(scenario => scenario.Verdict == Verdict.HarnessError)?.Reason
        : null;

    /// <summary>What the proxy did instead of replying, as a sentence; null if it replied, or too few cases were run to say.</summary>
    public static string? WhatCameInstead(ProxyReport proxy)
    {
        // 1. HTTP/2 is no HTTP/1.1 reply, but what passes was answered; a program that ended has another story. The verdicts come
        // first: the evidence of a saved report is read from its file.
        var isGraded = proxy.Scenarios.Any(
            scenario => scenario is { Verdict: Verdict.Pass, Level: "must" } || scenario.ReasonId == ReasonIds.ProxyEnded);
        if (isGraded)
            return null;

        // 2. What the proxy sent.
        var asked = proxy.Scenarios.Where(Asks).Select(scenario => scenario.Evidence).ToList();
        return asked.Count <= FewCases || asked.Any(HttpReplies.AreIn)
            ? null
            : $"it never replied with HTTP: in {asked.Count} cases it {HttpReplies.Instead(asked)}. Check that "
                + "a plain HTTP proxy listens there.";
    }

    /// <summary>Whether there is nothing to say about the proxy case by case.</summary>
    public static bool IsAllOf(ProxyReport proxy) => (WhyNotStarted(proxy) ?? WhatCameInstead(proxy)) is not null;

    private static bool Asks(ScenarioReport scenario) => scenario.Evidence.Any(
        step => step.Kind == WireEvent.Sent && step.Connection.StartsWith("client", StringComparison.Ordinal));
}
