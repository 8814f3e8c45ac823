using System.Security.Cryptography;
using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.ReferenceProxy.Authentication;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Authentication;

/// <summary>Proxies that offer Digest (RFC 7616) as well as Basic, and get it wrong. The reference does not offer it.</summary>
internal static class DigestMutants
{
    private const string Field = "Proxy-Authorization";

    [Mutant("takes-digest-credentials-for-any-target",
        "checks Digest credentials, but not whether they name the target of the request")]
    [Kills("auth/digest-connect-uri", ReasonIds.Accepted)]
    public static Flaw TakesThemForAnyTarget() => Digest((_, _) => true, "SHA-256");

    [Mutant("challenges-twice-with-one-algorithm", "sends two Digest challenges with the same algorithm")]
    [Kills("auth/digest-distinct-algorithms", ReasonIds.FieldValue)]
    public static Flaw ChallengesTwice() => Digest((head, uri) => uri == head.Target, "SHA-256", "SHA-256");

    private static Flaw Digest(Func<Head, string, bool> isMeant, params string[] algorithms) => GuardedListener
        .Request((head, users) =>
        {
            if (AuthenticationChallenge.Parse(head.Values(Field)) is [{ Scheme: "Digest", Parameters: var given }]
                && users.FirstOrDefault(user => IsRight(given, user, head.Method)) is { } user && isMeant(head, given["uri"]))
            {
                head.LogIn(user.User, user.Password);
            }
        })
        .Response(head =>
        {
            if (head.Status != 407)
                return;
            foreach (var (index, algorithm) in algorithms.Index())
                head.Add($"Proxy-Authenticate: Digest realm=\"proxy\", nonce=\"n{index}\", qop=\"auth\", algorithm={algorithm}");
        });

    // RFC 7616 §3.4.1, with qop=auth.
    private static bool IsRight(IReadOnlyDictionary<string, string> given, Credential user, string method)
    {
        string Given(string name) => given.GetValueOrDefault(name, "");
        var secret = Hash($"{user.User}:{Given("realm")}:{user.Password}");
        var request = Hash($"{method}:{Given("uri")}");
        return Given("username") == user.User
            && Given("response") == Hash($"{secret}:{Given("nonce")}:{Given("nc")}:{Given("cnonce")}:auth:{request}");
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
