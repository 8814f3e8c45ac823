using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Clients;

/// <summary>Clients that trust somebody whom they must not trust.</summary>
internal static class TrustMutants
{
    [Mutant("client-follows-refusal", "follows a redirect that the proxy sends in response to CONNECT")]
    [Kills("client/redirect-not-followed", ReasonIds.Followed)]
    public static ClientSteps FollowsRefusal() => new() { FollowsRefusal = true };

    [Mutant("client-returns-refusal", "returns the proxy's refusal as the origin's response")]
    [Kills("client/error-not-spoofed", ReasonIds.Spoofed)]
    [Related("client/401-not-answered", "client/redirect-not-followed/*", "client/no-fallback-direct/refuses", "client/407-*")]
    public static ClientSteps ReturnsRefusal() => new() { ReturnsRefusal = true };

    [Mutant("client-without-credentials", "does not answer a 407")]
    [Kills("client/407-retry", ReasonIds.RequestFailed)]
    [Related("client/407-body-drained")]
    public static ClientSteps SendsNoCredentials() => new() { MostChallenges = 1 };

    [Mutant("client-stays-after-407-close", "sends the credentials on the connection that the 407 closes")]
    [Kills("client/407-close", ReasonIds.RequestFailed)]
    public static ClientSteps StaysAfterClose() => new() { DialsAgain = false };

    [Mutant("client-leaves-407-body", "takes the content of a 407 for the next response")]
    [Kills("client/407-body-drained", ReasonIds.RequestFailed)]
    [Related("client/407-retry", "client/407-close", "client/credentials-*")]
    public static ClientSteps LeavesContent() => new() { DrainsChallenge = false };

    [Mutant("client-asks-for-ever", "answers a 407 as often as it comes")]
    [Kills("client/407-bounded", ReasonIds.TooMany)]
    public static ClientSteps AsksForEver() => new() { MostChallenges = 50 };

    [Mutant("client-leaks-credentials", "sends the proxy's credentials to the origin")]
    [Kills("client/credentials-not-in-tunnel", ReasonIds.Leaked)]
    [Kills("client/credentials-redirect", ReasonIds.Leaked)]
    public static ClientSteps LeaksCredentials() => new() { LeaksCredentials = true };

    [Mutant("client-goes-direct", "connects to the origin itself where the proxy does not help")]
    [Kills("client/no-fallback-direct", ReasonIds.OriginContacted)]
    [Related("client/*")]
    public static ClientSteps GoesDirect() => new() { FallsBackToDirect = true };

    [Mutant("client-trusts-any-proxy", "takes any certificate of a proxy")]
    [Kills("client/tls-proxy-verify/other-host", ReasonIds.Leaked)]
    [Kills("client/tls-proxy-verify/untrusted", ReasonIds.Leaked)]
    public static ClientSteps TrustsAnyProxy() => new() { TrustsAnyProxy = true };

    [Mutant("client-downgrades-proxy", "speaks cleartext to a proxy that is given as https")]
    [Kills("client/tls-proxy-no-downgrade", ReasonIds.Leaked)]
    [Kills("client/tls-proxy-verify/good", ReasonIds.RequestFailed)]
    [Related("client/h2-*")]
    public static ClientSteps DowngradesProxy() => new() { DowngradesProxy = true };

    [Mutant("client-names-address", "sends the address of the origin as its server name")]
    [Kills("client/sni-not-ip", ReasonIds.TlsNegotiation)]
    [Related("client/*")]
    public static ClientSteps NamesAddress() => new() { NamesAddress = true };

    [Mutant("client-trusts-any-origin", "takes any certificate in the tunnel")]
    [Kills("client/tunnel-cert-verify", ReasonIds.Leaked)]
    public static ClientSteps TrustsAnyOrigin() => new() { TrustsAnyOrigin = true };

    [NullClient("client-pretends", "reports success without connecting to anything")]
    public static ClientSteps Pretends() => new() { Pretends = ClientAnswer.Of(200, [], []) };

    [NullClient("client-gives-up", "connects to the proxy, and reports an error without sending anything")]
    public static ClientSteps GivesUp() => new() { Pretends = ClientAnswer.Failed("no"), Knocks = true };
}
