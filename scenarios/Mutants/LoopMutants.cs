using ConformanceKit.Grading;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Mutants;

/// <summary>Proxies that don't know themselves.</summary>
internal static class LoopMutants
{
    private const string Passage = "reference-proxy";

    [Mutant("asks-itself-until-it-is-exhausted", "forwards a request for itself until it has no connection left")]
    [Kills("robustness/loop", ReasonIds.ReplyTimeout)]
    public static Flaw AsksItself() => new Flaw()
        // The rule about its own address is the one with a port.
        .Options(options => options with { Denied = [.. options.Denied.Where(rule => rule.Port is null)] })
        .Request(head =>
        {
            // 1. What it sends to itself is in origin-form: it goes by Host.
            if (head.Target.StartsWith('/') && head.Field("Host") is { } host) head.Target = $"http://{host}{head.Target}";

            // 2. It doesn't find its own name in Via, and the ninth round is one too many.
            var via = head.Values("Via");
            if (via.Count > 8) head.Text = "";
            else if (via.Count > 1) head.Text = head.Text.Replace(Passage, "another-proxy", StringComparison.Ordinal);
        });
}
