using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Proxies that do not recognise themselves.</summary>
internal static class LoopMutants
{
    private const string Passage = "reference-proxy";

    [Mutant("asks-itself-until-it-is-exhausted", "forwards a request for itself to itself until it has no connection left")]
    [Kills("robustness/loop", ReasonIds.ReplyTimeout)]
    [Kills("robustness/own-address", ReasonIds.ReplyTimeout)]
    [Kills("connect/own-address", ReasonIds.Accepted)]
    [Related("informational/origin-form")]
    public static Flaw AsksItself() => new Flaw()
            // The rule about its own address is the one with a port.
            .Options(options => options with { Denied = [.. options.Denied.Where(rule => rule.Port is null)] })
            .Request(head =>
        {
            // 1. What it sends to itself is in origin-form, so it goes by Host.
            if (head.Target.StartsWith('/') && head.Field("Host") is { } host)
                head.Target = $"http://{host}{head.Target}";

            // 2. It treats an IPv4 address that is written as an IPv6 one as the same.
            head.Target = head.Target.Replace("[::ffff:127.0.0.1]", "127.0.0.1", StringComparison.Ordinal);

            // 3. It does not find its own name in Via, and the ninth pass is one too many.
            var via = head.Values("Via");
            if (via.Count > 8)
                head.Text = "";
            else if (via.Count > 1)
                head.Text = head.Text.Replace(Passage, "another-proxy", StringComparison.Ordinal);
        });
}
