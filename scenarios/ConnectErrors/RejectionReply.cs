using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.ConnectErrors;

/// <summary>How a rejected CONNECT is answered, and what becomes of the connection.</summary>
public sealed class RejectionReply(string proxy) : Scenario(proxy)
{
    [Requirement("connect-errors/error-framed")]
    public async Task A_rejection_is_framed_and_complete() =>
        (await RejectionAsync()).Should().BeRejection().And.HaveCompleteBody();

    [Requirement("connect-errors/error-explains")]
    public async Task A_rejection_explains_itself_in_a_body() => (await RejectionAsync()).Should().HaveNonEmptyBody();

    [Requirement("connect-errors/close-announced", DependsOn = "connect-errors/reject-closes")]
    public async Task A_rejection_that_ends_the_connection_says_so() =>
        (await RejectionAsync()).Should().HaveMember("Connection", "close");

    [Requirement("connect-errors/no-421")]
    public async Task A_proxy_never_answers_421() => (await RejectionAsync()).Should().NotHaveStatus(421);

    [Requirement("connect-errors/reject-closes")]
    public async Task The_proxy_closes_the_connection_after_it_rejected_a_CONNECT()
    {
        var (client, _) = await RejectedAsync();

        // A proxy that keeps the connection open would answer what comes next.
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await client.TrySendAsync(Requests.Get(origin.Http("/next")));
        await client.Should().BeClosedAsync("a client may already have sent tunnel bytes, which are not a request");
    }

    [Requirement("connect-errors/reject-drops-pipelined",
        Title = "Bytes pipelined after a rejected CONNECT are never acted upon")]
    public async Task What_was_pipelined_behind_a_rejected_CONNECT_is_never_acted_upon()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);

        // 1. A client that counts on the tunnel sends its first tunnel bytes at once; here they look like a request.
        var (client, _) = await RejectedAsync(Requests.Get(origin.Http("/smuggled")));

        // 2. Whether or not the connection closes, the bytes that follow are not a request.
        await client.ReadUntilQuietAsync();
        await origin.Should().HaveSeenNoConnectionAsync("the proxy must not treat tunnel bytes as a request");
    }

    private async Task<WireResponse> RejectionAsync() => (await RejectedAsync()).Response
        ?? throw new NotApplicableException(
            "the proxy rejects no CONNECT with a reply: a closed port, an unknown name and a malformed port get a 2xx, or only "
            + "the end of the connection");

    // A CONNECT that was rejected, with these bytes after it in one write. Which one a proxy rejects with a reply does not matter
    // here: some hide a failed dial behind a 2xx, close without a reply, or fall silent.
    private async Task<(WireConnection Client, WireResponse? Response)> RejectedAsync(string following = "")
    {
        await AssertOpensTunnelsAsync();
        await using var refused = await Origins.RefusedAsync();
        WireConnection? closed = null;
        foreach (var target in new[] { refused.Authority, $"{Guid.NewGuid():N}.invalid:{refused.Port}", $"{refused.Host}:none" })
        {
            var client = await Proxy.DialAsync();
            var response = await AskAsync(client, Requests.Connect(target) + following);
            if (response is { IsSuccessful: false })
                return (client, response);
            if (response is null && (client.PeerFinished || client.PeerReset))
                closed = client;
        }

        return closed is not null
            ? (closed, null)
            : throw new NotApplicableException(
                "the proxy rejects no CONNECT, whether to a closed port, an unknown name or a malformed port");
    }
}
