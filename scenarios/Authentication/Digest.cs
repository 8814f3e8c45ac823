using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Authentication;

/// <summary>The Digest scheme (RFC 7616), if a listener offers it.</summary>
public sealed class Digest(string proxy) : Scenario(proxy)
{
    [Requirement("auth/digest-connect-uri",
        Title = "Digest credentials are valid for the target that they name and for no other")]
    public async Task Digest_credentials_count_for_the_target_that_they_name_and_for_no_other()
    {
        await using var origin = await Origins.ListenAsync();
        await using var other = await Origins.ListenAsync();

        // 1. Credentials for the target as the request line has it open the tunnel.
        await using (var client = await Proxy.DialAsync(Proxy.DigestListener))
        {
            await client.SendAsync(await ConnectAsync(origin, origin.Authority));
            (await client.ReadResponseAsync("CONNECT")).Should().BeSuccessful();
        }

        // 2. Credentials made for another target do not, although their digest is right.
        await using var stranger = await Proxy.DialAsync(Proxy.DigestListener);
        var request = await ConnectAsync(other, origin.Authority);
        await AssertTunnelRefusedAsync(stranger, request, "the credentials are for another target", Waits.Reply, meant: null,
            other);
    }

    [Requirement("auth/digest-distinct-algorithms")]
    public async Task Each_of_several_Digest_challenges_has_its_own_algorithm()
    {
        var algorithms = (await ChallengesAsync()).Select(Algorithm).ToList();
        if (algorithms.Count < 2)
            NotApplicable("the proxy sends only one Digest challenge");

        if (algorithms.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new RequirementBrokenException(ReasonIds.FieldValue,
                $"two Digest challenges in one response have the algorithm {twice.Key}");
        }
    }

    // A CONNECT to the target, with credentials that name this URI.
    private async Task<string> ConnectAsync(Origin target, string uri)
    {
        var listener = Proxy.DigestListener;
        var challenge = (await ChallengesAsync())[0];
        var answer = DigestCredentials.Answer(challenge, listener.User!, listener.Password!, "CONNECT", uri);
        return Requests.Connect(target.Authority, $"Proxy-Authorization: {answer}");
    }

    private async Task<IReadOnlyList<AuthenticationChallenge>> ChallengesAsync()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync(Proxy.DigestListener);
        var response = await client.ConnectAsync(origin);

        var challenges = AuthenticationChallenge.Parse(response.Values("Proxy-Authenticate")).Where(IsDigest).ToList();
        return challenges.Count > 0 ? challenges : throw new NotApplicableException("the proxy does not offer the Digest scheme");
    }

    private static bool IsDigest(AuthenticationChallenge challenge) =>
        challenge.Scheme.Equals("Digest", StringComparison.OrdinalIgnoreCase);

    private static string Algorithm(AuthenticationChallenge challenge) =>
        challenge.Parameters.GetValueOrDefault("algorithm", "MD5").ToUpperInvariant();
}
