using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Proxies that expect a request to end before its response begins.</summary>
internal static class EarlyFinalMutants
{
    private const string Path = "/early";

    [Mutant("loses-a-413-before-the-body", "loses a 413 that arrives before it has forwarded the body")]
    [Kills("absolute-form/expect-final", ReasonIds.ClosedWithoutReply)]
    [Kills("absolute-form/early-final/half-closes", ReasonIds.ReplyTimeout)]
    public static Flaw Loses413() => new Flaw().Response((head, exchange) =>
    {
        if (head.Status == 413 && exchange.Request.Target.EndsWith(Path, StringComparison.Ordinal))
            head.Text = "";
    });

    [Mutant("stops-a-body-at-its-response", "stops forwarding a request body once the response has arrived")]
    [Kills("absolute-form/early-final/still-reads", ReasonIds.ResetEarly)]
    [Related("absolute-form/expect-continue")]
    public static Flaw StopsTheBody()
    {
        var isAnswered = false;
        return new Flaw()
            .Response((_, exchange) => isAnswered = exchange.Request.Target.EndsWith(Path, StringComparison.Ordinal))
            .BodyBytes(Leg.FromClient, bytes => isAnswered ? [] : bytes);
    }
}
