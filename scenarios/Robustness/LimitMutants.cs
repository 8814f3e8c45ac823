using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Proxies that accept too little, or reply wrongly when something is too large.</summary>
internal static class LimitMutants
{
    [Mutant("takes-request-lines-of-4-kib", "answers 414 to a request line of more than 4096 bytes")]
    [Kills("robustness/uri-8000", ReasonIds.Status)]
    public static Flaw TakesLittle() => new Flaw().Options(options => options with { MaxRequestLine = 4096 });

    [Mutant("cuts-targets-off", "forwards only the first 16384 bytes of a target")]
    [Kills("robustness/uri-huge", ReasonIds.RequestLine)]
    [Kills("robustness/uri-huge/*", ReasonIds.RequestLine)]
    public static Flaw CutsTargetsOff()
    {
        const int longest = 16 * 1024;
        var isRequestLine = true;
        var length = 0;
        return new Flaw()
            .Options(options => options with { MaxRequestLine = 2 * longest })
            .Bytes(Leg.FromClient, bytes => Task.FromResult(isRequestLine ? [.. bytes.Where(IsKept)] : bytes));

        // The target begins after one space and ends with another.
        bool IsKept(byte b)
        {
            if (b == '\n')
                isRequestLine = false;
            length = b == ' ' ? 0 : length + 1;
            return !isRequestLine || length <= longest;
        }
    }

    [Mutant("closes-without-a-word-on-a-huge-head", "closes the connection without a response when a head is too large")]
    [Kills("robustness/uri-huge", ReasonIds.ClosedWithoutReply)]
    [Kills("robustness/uri-huge/*", ReasonIds.ClosedWithoutReply)]
    [Kills("robustness/headers-huge", ReasonIds.ClosedWithoutReply)]
    public static Flaw ClosesOnAHugeHead() => new Flaw().Response(head =>
    {
        if (head.Status is 414 or 431)
            head.Text = "";
    });
}
