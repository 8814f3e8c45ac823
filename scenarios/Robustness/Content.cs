using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>
/// What the length of a request declares to be content is never a request, whatever it looks like (RFC 9112 §6.3, §9.3). The
/// content of all these requests is a GET that a live origin would answer.
/// </summary>
public sealed class Content(string proxy) : Scenario(proxy)
{
    [Requirement("robustness/body-is-body", Title = "The content of a request whose method needs none is still content")]
    [Input("get", "GET", false)]
    [Input("get-chunked", "GET", true)]
    [Input("head", "HEAD", false)]
    [Input("delete", "DELETE", false)]
    public async Task The_content_of_a_method_that_needs_none_is_still_content(string method, bool chunked)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Request(method, origin.Http("/x"), chunked, Smuggled(origin)));

        // The request may be forwarded, with or without its content, or refused; but the origin gets one request at most.
        await UntilAnsweredAsync(client);
        await origin.SentinelAsync();
        if (origin.Requests.Count > 1)
            origin.Should().HaveSeenRequests(1, "the content is not a request");
    }

    [Requirement("robustness/early-answer-body",
        Title = "The content of a request that could not be served is never treated as a request")]
    [Input("refused", "")]
    [Input("refused-chunked", "chunked")]
    public async Task The_content_of_a_request_that_could_not_be_served_is_never_taken_for_requests(string coding)
    {
        await using var witness = await Origins.HttpAsync(Answers.Ok);
        await using var refused = await Origins.RefusedAsync();
        await using var client = await Proxy.DialAsync();

        await client.TrySendAsync(Request("POST", refused.Http("/early"), coding.Length > 0, Smuggled(witness)));

        await UntilAnsweredAsync(client);
        await witness.Should().HaveSeenNoConnectionAsync("the content belongs to the request that was answered");
    }

    [Requirement("robustness/early-answer-body", Title = "Content after the final response is never treated as a request")]
    [Input("final-instead-of-100", "Expect: 100-continue")]
    [Input("final-before-content", "X-Expect: nothing")]
    public async Task Content_behind_the_final_response_is_never_taken_for_requests(string fieldLine)
    {
        await using var witness = await Origins.HttpAsync(Answers.Ok);
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();
        var content = Smuggled(witness);

        // 1. The origin answers at once, and leaves its connection open.
        await client.SendAsync(Requests.Absolute("POST", origin.Http("/early"), $"Content-Length: {content.Length}", fieldLine));
        await AnswerAsync(origin);

        // 2. The content follows only then, even if the proxy holds the request, or the response, back until it has the content.
        await client.ReadUntilQuietAsync();
        await client.TrySendAsync(content);

        await client.ReadUntilQuietAsync();
        await witness.Should().HaveSeenNoConnectionAsync("the content belongs to the request that was answered");
    }

    // Once the proxy has sent all of its reply, it has acted. Whether it replies is a different question from what it did.
    private async Task UntilAnsweredAsync(WireConnection client)
    {
        try
        {
            if (!await client.IsClosedAsync())
                await client.ReadUntilQuietAsync();
        }
        catch (RequirementBrokenException silent) when (silent.ReasonId == ReasonIds.BytesTimeout)
        {
            Warn(silent.ReasonId, $"none of the content is acted upon, but there is no response either: {silent.Message}",
                silent.Marks);
        }
    }

    private async Task AnswerAsync(Origin origin)
    {
        try
        {
            var server = await origin.NextConnectionAsync();
            await server.ReadRequestHeadAsync();
            await server.TrySendAsync(Answers.Ok);
        }
        catch (RequirementBrokenException waits) when (waits.ReasonId is ReasonIds.OriginNotContacted or ReasonIds.ReplyTimeout)
        {
            Note("the proxy forwards nothing until it has the content");
        }
    }

    private static string Smuggled(Origin origin) => Requests.Get(origin.Http("/smuggled"));

    private static string Request(string method, string uri, bool chunked, string content) => chunked
        ? Requests.Absolute(method, uri, "Transfer-Encoding: chunked") + $"{content.Length:x}\r\n{content}\r\n0\r\n\r\n"
        : Requests.Absolute(method, uri, $"Content-Length: {content.Length}") + content;
}
