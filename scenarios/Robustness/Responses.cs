using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Responses that a proxy must repair, or must not pass on.</summary>
public sealed class Responses(string proxy) : Scenario(proxy)
{
    [Requirement("robustness/space-before-colon-response")]
    public async Task Whitespace_before_the_colon_of_a_response_field_is_removed()
    {
        // A proxy does not have to repair what it does not forward.
        if (await PassedOnAsync("HTTP/1.1 200 OK\r\nX-Odd : one\r\nContent-Length: 2\r\n\r\nok") is not { } response)
            return;
        response.Should().HaveStatus(200);
        response.RawHead.Should().NotContain("X-Odd :").And.NotContain("X-Odd\t:");
        if (!response.HasField("X-Odd"))
        {
            Warn(ReasonIds.FieldAbsent, "the whole field is removed, not only the whitespace before its colon",
                response.Marks.Head);
        }
        else
        {
            response.Should().HaveSingleField("X-Odd", "one");
        }
    }

    [Requirement("robustness/obs-fold-response",
        Title = "A folded field line of a response is unfolded, or the response is replaced by a 502")]
    public async Task A_folded_field_line_of_a_response_is_unfolded_or_the_response_is_replaced_by_a_502()
    {
        const string folded = "HTTP/1.1 200 OK\r\nX-Folded: one\r\n two\r\nContent-Length: 2\r\n\r\nok";
        if (await PassedOnAsync(folded, 502) is not { } response)
            return;

        response.Should().HaveStatus(200).And.HaveFieldMatching("X-Folded", "one two", "^one +two$",
            "a fold becomes spaces");
        response.RawHead.Should().NotContain("\n ", "a fold must not be forwarded");
    }

    [Requirement("robustness/bad-response-cl",
        Title = "A response with an invalid Content-Length is replaced by a 502, and its connection is closed")]
    [Input("different", "Content-Length: 5\r\nContent-Length: 6")]
    [Input("list", "Content-Length: 5, 6")]
    [Input("letter", "Content-Length: 5a")]
    [Input("plus", "Content-Length: +5")]
    [Input("negative", "Content-Length: -1")]
    [Input("next-line-before", "Content-Length: \u00855")]
    [Input("no-break-space-behind", "Content-Length: 5\u00a0")]
    public async Task A_response_with_an_invalid_Content_Length_is_replaced_by_a_502_and_its_connection_is_closed(
        string fieldLines)
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Get(origin.Http("/x")));
        await using var server = await origin.NextConnectionAsync();
        await server.ReadRequestAsync();
        await server.SendAsync(Answers.Head(fieldLines) + "hello!");

        if (await Replaced.OrHeadPassedOnAsync(client, "GET", Warn, 502) is { } passedOn)
            passedOn.Should().HaveStatus(502);
        await server.Should().BeClosedAsync("where the next response begins is anybody's guess");
    }

    [Requirement("robustness/response-extra-bytes",
        Title = "What an origin sends after its response never answers the next request")]
    public async Task What_an_origin_sends_behind_its_response_never_answers_the_next_request()
    {
        const string stray = "HTTP/1.1 200 OK\r\nX-From: stray\r\nContent-Length: 5\r\n\r\nstray";
        await using var origin = await Origins.HttpExactlyAsync(
            request =>
                request.Target == "/1" ? Answers.Ok + stray : Answers.Head("X-From: asked", "Content-Length: 5") + "asked");
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Get(origin.Http("/1")));
        (await client.ReadResponseAsync("GET")).Should().HaveStatus(200).And.HaveBody("ok");

        // The client's same connection, if the proxy keeps it, is most likely to be served by the same connection to the origin.
        var next = client;
        await next.TrySendAsync(Requests.Get(origin.Http("/2")));
        if (await next.IsClosedAsync())
        {
            next = await Proxy.DialAsync();
            await next.SendAsync(Requests.Get(origin.Http("/2")));
        }

        var response = await next.ReadResponseAsync("GET");
        response.Should().HaveStatus(200, 502).And.NotHaveMember("X-From", "stray", "nobody asked for it");
    }

    // Null if the proxy answered for the origin; that answer is already graded.
    private async Task<WireResponse?> PassedOnAsync(string answer, params int[] named)
    {
        await using var origin = await Origins.HttpAsync(answer);
        await using var client = await Proxy.DialAsync();
        await client.SendAsync(Requests.Get(origin.Http("/x")));
        return await Replaced.OrPassedOnAsync(client, "GET", Warn, named);
    }
}
