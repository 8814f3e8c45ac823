using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Proxies that do not know which responses have no body.</summary>
internal static class BodilessMutants
{
    [Mutant("adds-chunked-to-every-response",
        "adds Transfer-Encoding: chunked to responses that have no body, including interim ones")]
    [Kills("absolute-form/no-framing-fields", ReasonIds.FieldPresent)]
    public static Flaw AddsChunked() => Adding("Transfer-Encoding: chunked");

    [Mutant("adds-a-length-of-zero", "adds Content-Length: 0 to responses that have no body, including interim ones")]
    [Kills("absolute-form/no-framing-fields", ReasonIds.FieldPresent)]
    public static Flaw AddsZero() => Adding("Content-Length: 0");

    private static Flaw Adding(string line) => new Flaw().Response((head, exchange) =>
    {
        var isMeant = exchange.Request.Target.EndsWith("/bodiless", StringComparison.Ordinal);
        if (isMeant && (head.Status is 103 or 204 or 304 || exchange.Request.Method == "HEAD"))
            head.Add(line);
    });
}
