using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Proxies whose restriction of CONNECT to some ports can be evaded. The only port that is denied is 25.</summary>
internal static class PortPolicyMutants
{
    private const string Forbidden = "HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 3\r\n\r\nno\n";

    [Mutant("has-no-port-policy", "connects to ports that are denied")]
    [Kills("robustness/port-policy/plain", ReasonIds.Accepted)]
    [Related("connect-errors/policy-denied")]
    public static Flaw HasNoPolicy() => new Flaw().Options(options => options with { AllowedPorts = null });

    [Mutant("compares-denied-ports-as-text", "denies port 25, but not port 00025")]
    [Kills("robustness/port-policy/leading-zeros", ReasonIds.Accepted)]
    public static Flaw ComparesText() => Denying(head => head.Target);

    [Mutant("looks-for-the-denied-port-in-host", "checks the port in Host, but connects to the port in the target")]
    [Kills("robustness/port-policy/other-host-field", ReasonIds.Accepted)]
    public static Flaw LooksInHost() => Denying(head => head.Field("Host") ?? "");

    private static Flaw Denying(Func<Head, string> where) =>
        HasNoPolicy().Answer(head => where(head).EndsWith(":25", StringComparison.Ordinal) ? Forbidden : null);
}
