using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Authentication;

/// <summary>Proxies that mix up what is meant for them and what is meant for the origin.</summary>
internal static class SeparationMutants
{
    [Mutant("forwards-proxy-authorization", "forwards the credentials that it has checked")]
    [Kills("auth/credential-not-leaked", ReasonIds.FieldPresent)]
    public static Flaw ForwardsProxyAuthorization() => new Flaw().Forwarded((head, exchange) =>
    {
        if (exchange.Request.Field("Proxy-Authorization") is { } credentials)
            head.Set("Proxy-Authorization", credentials);
    });

    [Mutant("sends-credentials-into-the-tunnel", "sends the field lines of a CONNECT with credentials into the tunnel")]
    [Kills("auth/credential-not-in-tunnel", ReasonIds.BytesDiffer)]
    [Related("websocket/*/basic")]
    public static Flaw SendsCredentialsIntoTheTunnel()
    {
        var left = "";
        return new Flaw()
            .Request(head =>
            {
                if (head.IsConnect && head.Field("Proxy-Authorization") is not null)
                    left = head.Text[(head.StartLine.Length + 2)..];
            })
            .TunnelBytes(Leg.ToOrigin, bytes =>
            {
                byte[] all = [.. Encoding.Latin1.GetBytes(left), .. bytes];
                left = "";
                return all;
            });
    }

    [Mutant("takes-authorization-for-its-own", "removes Authorization along with Proxy-Authorization")]
    [Kills("auth/authorization-untouched", ReasonIds.FieldAbsent)]
    public static Flaw TakesAuthorization() => new Flaw().Forwarded(head => head.Remove("Authorization"));

    [Mutant("forwards-one-challenge", "forwards only the first challenge of an origin")]
    [Kills("auth/www-authenticate-untouched", ReasonIds.FieldValue)]
    public static Flaw ForwardsOneChallenge() => new Flaw().Response(head =>
    {
        if (head.Field("WWW-Authenticate") is { } first)
            head.Set("WWW-Authenticate", first);
    });
}
