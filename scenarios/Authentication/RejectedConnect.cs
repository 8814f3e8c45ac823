using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Authentication;

/// <summary>What becomes of the connection, and of what is already sent, when a CONNECT is answered 407 (RFC 9931 §8).</summary>
public sealed class RejectedConnect(string proxy) : Scenario(proxy)
{
    [Requirement("auth/407-drops-pipelined", DependsOn = "auth/missing/connect",
        Title = "Bytes pipelined after a CONNECT that is answered 407 are never acted upon")]
    public async Task What_was_pipelined_behind_a_CONNECT_that_is_answered_407_is_never_acted_upon()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAuthAsync();

        // A closed connection counts as an answer only if the proxy would otherwise have sent one.
        (await ChallengeAsync()).Should().HaveStatus(407);

        // 1. A client that counts on the tunnel sends its first bytes at once; here they look like an authenticated request.
        await client.SendAsync(
            Requests.Connect(origin.Authority)
            + Requests.Get(origin.Http("/smuggled"), $"Proxy-Authorization: {Proxy.BasicCredentials}"));
        if (!await client.IsClosedAsync())
            (await client.ReadResponseAsync("CONNECT")).Should().HaveStatus(407);

        // 2. Whether or not the connection closes, the bytes that follow are not a request.
        await client.ReadUntilQuietAsync();
        await origin.Should().HaveSeenNoConnectionAsync("the proxy must not treat tunnel bytes as a request");
    }

    [Requirement("auth/407-close-announced", DependsOn = "auth/407-connect-closes")]
    public async Task A_407_that_ends_the_connection_says_so()
    {
        var challenge = await ChallengeAsync();

        challenge.Should().HaveStatus(407);
        challenge.Should().HaveMember("Connection", "close", challenge.BodyEnd.Kind == BodyEndKind.Close
            ? "only its missing length says so"
            : "otherwise the client would write its credentials into a dead socket");
    }

    private async Task<WireResponse> ChallengeAsync()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAuthAsync();
        return await client.ConnectAsync(origin);
    }
}
