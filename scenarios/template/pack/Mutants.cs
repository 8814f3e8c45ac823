using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ProxyPack._1;

/// <summary>Proxies with exactly one rule broken, on which a scenario must fail for the reason that is named here.</summary>
internal static class Mutants
{
    [Mutant("tells-its-version", "answers CONNECT with its name and version in Server")]
    [Kills("acme/hides-version", ReasonIds.FieldPresent)]
    public static Flaw TellsItsVersion() => new Flaw().Response((head, exchange) =>
    {
        if (exchange.Request.IsConnect && head.IsSuccessful)
            head.Add("Server: acme/1.2.3");
    });
}
