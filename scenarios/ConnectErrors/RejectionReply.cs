using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.ConnectErrors;

/// <summary>How a rejected CONNECT is answered, and what becomes of the connection.</summary>
public sealed class RejectionReply(string proxy) : Scenario(proxy)
{
    [Requirement("connect-errors/error-framed", DependsOn = "connect/establish")]
    public async Task A_rejection_is_framed_and_complete() =>
        (await RejectionAsync()).Should().BeRejection().And.HaveCompleteBody();

    [Requirement("connect-errors/error-explains", DependsOn = "connect/establish")]
    public async Task A_rejection_explains_itself_in_a_body()
    {
        var response = await RejectionAsync();

        response.Should().BeRejection();
        response.Should().HaveNonEmptyBody();
    }

    [Requirement("connect-errors/close-announced", DependsOn = "connect-errors/reject-closes")]
    public async Task A_rejection_that_ends_the_connection_says_so()
    {
        var response = await RejectionAsync();

        response.Should().BeRejection();
        response.Should().HaveMember("Connection", "close");
    }

    [Requirement("connect-errors/no-421", DependsOn = "connect/establish")]
    public async Task A_proxy_never_answers_421() => (await RejectionAsync()).Should().NotHaveStatus(421);

    [Requirement("connect-errors/reject-closes", DependsOn = "connect/establish")]
    public async Task The_proxy_closes_the_connection_after_it_rejected_a_CONNECT()
    {
        var (client, response) = await RejectedAsync();
        response.Should().BeRejection();

        // A proxy that keeps the connection open would answer what comes next.
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        await client.TrySendAsync(Requests.Get(origin.Http("/next")), Cancel);
        await client.Should().BeClosedAsync(Cancel, "a client may already have sent tunnel bytes, which are no request");
    }

    [Requirement("connect-errors/reject-drops-pipelined", DependsOn = "connect/establish")]
    public async Task What_was_pipelined_behind_a_rejected_CONNECT_is_never_acted_upon()
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);

        // 1. A client that counts on the tunnel sends its first tunnel bytes at once; here they look like a request.
        var (client, _) = await RejectedAsync(Requests.Get(origin.Http("/smuggled")));

        // 2. Whether or not the connection closes: the bytes behind are not a request.
        await client.ReadUntilQuietAsync(Cancel);
        await origin.Should().HaveSeenNoConnectionAsync(Cancel, "the proxy must not take tunnel bytes for a request");
    }

    private async Task<WireResponse> RejectionAsync() => (await RejectedAsync()).Response;

    // A CONNECT that was rejected, with these bytes behind it in one write. Which one a proxy rejects with a reply is not the
    // question here: some hide a failed dial behind a 2xx, or close without a word.
    private async Task<(WireConnection Client, WireResponse Response)> RejectedAsync(string behind = "")
    {
        await using var refused = await Origins.RefusedAsync(Cancel);
        foreach (var target in new[] { refused.Authority, $"{Guid.NewGuid():N}.invalid:443", $"{refused.Host}:none" })
        {
            var client = await Proxy.DialAsync(Cancel);
            await client.SendAsync(Requests.Connect(target) + behind, Cancel);
            if (await client.IsClosedAsync(Cancel)) continue;
            var response = await client.ReadResponseAsync("CONNECT", Cancel);
            if (!response.IsSuccessful) return (client, response);
        }

        throw new NotApplicableException("the proxy rejects no CONNECT with a reply: not for a closed port, nor an unknown name, nor a malformed port");
    }
}
