using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Proxies that expect a request to be over before its response.</summary>
internal static class EarlyFinalMutants
{
    private const string Path = "/early";

    [Mutant("loses-a-413-before-the-body", "loses a 413 that comes before it has passed the body on")]
    [Kills("absolute-form/expect-final", ReasonIds.ClosedWithoutReply)]
    [Kills("absolute-form/early-final/half-closes", ReasonIds.ReplyTimeout)]
    public static Flaw Loses413() => new Flaw().Response((head, exchange) =>
    {
        if (head.Status == 413 && exchange.Request.Target.EndsWith(Path, StringComparison.Ordinal))
            head.Text = "";
    });

    [Mutant("stops-a-body-at-its-response", "passes nothing more of a body on once the response has come")]
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
