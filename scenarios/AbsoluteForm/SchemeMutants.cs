using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Proxies that treat every scheme as http.</summary>
internal static class SchemeMutants
{
    [Mutant("sends-https-in-clear",
        "sends a request for https or wss in the clear, to the port that the scheme names (axios/axios#10858)")]
    [Kills("absolute-form/https-in-clear", ReasonIds.UnexpectedBytes)]
    public static Flaw SendsHttpsInClear() => Reading(443, "https://", "wss://");

    [Mutant("takes-other-schemes-for-http", "treats ftp and ws as http")]
    [Kills("absolute-form/other-scheme", ReasonIds.UnexpectedBytes)]
    public static Flaw TakesOtherSchemesForHttp() => Reading(80, "ftp://", "ws://");

    private static Flaw Reading(int defaultPort, params string[] schemes) => new Flaw().Request(head =>
    {
        if (Array.Find(schemes, scheme => head.Target.StartsWith(scheme, StringComparison.Ordinal)) is not { } known)
            return;
        var uri = new Uri("http://" + head.Target[known.Length..]);
        head.Target = $"http://{uri.Host}:{(uri.IsDefaultPort ? defaultPort : uri.Port)}{uri.PathAndQuery}";
    });
}
