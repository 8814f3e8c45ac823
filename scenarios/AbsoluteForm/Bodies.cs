using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Bodies and interim responses arrive whole and in order, and an incomplete body still looks incomplete.</summary>
public sealed class Bodies(string proxy) : Scenario(proxy)
{
    [Requirement("absolute-form/no-transform", Title = "The body of a response with no-transform is not changed")]
    public Task A_body_that_says_no_transform_is_not_changed() =>
        AssertUnchangedAsync("application/octet-stream", string.Concat(Enumerable.Range(0, 4096).Select(i => (char)(i % 256))));

    // Content that proxies like to shrink.
    [Requirement("absolute-form/no-transform", Title = "A page or an image with no-transform is not changed")]
    [Input("html", "text/html")]
    [Input("png", "image/png")]
    public Task A_page_or_an_image_that_says_no_transform_is_not_changed(string type) =>
        AssertUnchangedAsync(type, type == "text/html"
            ? $"<!DOCTYPE html>\n<html>\n  <head>\n    <title>x</title>\n  </head>\n  <body>\n{new string(' ', 4096)}"
                + "<!-- a comment -->\n  </body>\n</html>\n"
            : Pictures.Png);

    [Requirement("absolute-form/chunked-request")]
    [Input("one-octet-chunks", "1\r\nh\r\n1\r\ne\r\n1\r\nl\r\n1\r\nl\r\n1\r\no\r\n0\r\n\r\n")]
    [Input("upper-case-size", "0000005\r\nhello\r\n000\r\n\r\n")]
    [Input("trailer", "5\r\nhello\r\n0\r\nX-Trailer: 1\r\n\r\n")]
    public Task A_chunked_request_body_arrives_whole(string body) => AssertPostArrivesAsync(body);

    [Requirement("absolute-form/chunked-response")]
    [Input("one-octet-chunks", "1\r\nh\r\n1\r\ne\r\n1\r\nl\r\n1\r\nl\r\n1\r\no\r\n0\r\n\r\n")]
    [Input("upper-case-size", "0000005\r\nhello\r\n000\r\n\r\n")]
    [Input("extensions", "5;a=\"b;c\";d\r\nhello\r\n0;last\r\n\r\n")]
    [Input("trailer", "5\r\nhello\r\n0\r\nX-Trailer: 1\r\n\r\n")]
    public async Task A_chunked_response_body_arrives_whole(string body)
    {
        await using var origin = await Origins.HttpAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Get(origin.Http("/chunked")));
        var response = await client.ReadResponseAsync("GET");
        NotApplicableToHttp10(origin.Requests[0], "gets no transfer coding");

        response.Should().HaveStatus(200).And.HaveBody("hello");
    }

    [Requirement("absolute-form/chunk-ext", DependsOn = "absolute-form/chunked-request/one-octet-chunks")]
    public Task Chunk_extensions_are_ignored() => AssertPostArrivesAsync("5;a=\"b;c\";d\r\nhello\r\n0;last\r\n\r\n");

    [Requirement("absolute-form/close-delimited")]
    public async Task A_body_that_ends_with_the_connection_arrives_whole()
    {
        var body = new string('y', 10_000);
        await using var origin = await Origins.HttpClosingAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Get(origin.Http("/x")));
        var response = await client.ReadResponseAsync("GET");

        response.Should().HaveStatus(200).And.HaveCompleteBody();
        response.Should().HaveBody(body);
    }

    [Requirement("absolute-form/truncated")]
    [Input("content-length", "Content-Length: 10\r\n\r\nhello")]
    [Input("chunked", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")]
    public async Task A_response_that_the_origin_cut_short_does_not_look_complete(string rest)
    {
        await using var origin = await Origins.HttpClosingAsync("HTTP/1.1 200 OK\r\n" + rest);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Get(origin.Http("/x")));
        var forwarded = await origin.NextRequestAsync();
        if (rest.StartsWith("Transfer-Encoding", StringComparison.Ordinal))
            NotApplicableToHttp10(forwarded, "gets no transfer coding");

        // No reply at all and an error status are honest answers too.
        if (await client.IsClosedAsync())
            return;
        var response = await AskedAsync(client);
        if (response is null || response.StatusCode >= 500)
            return;
        response.Should().HaveIncompleteBody("the origin sent only half of it");
        if (!"hello".StartsWith(response.BodyText, StringComparison.Ordinal))
        {
            throw new RequirementBrokenException(
                ReasonIds.BodyDiffers,
                $"expected no more than the origin sent, \"hello\", but found \"{ByteText.Escape(response.Body)}\"")
            {
                Marks = response.Marks.Body,
            };
        }
    }

    [Requirement("absolute-form/head-204-304", Title = "A response that by definition has no body ends with its head")]
    [Input("head", "HEAD", 200, "OK\r\nContent-Length: 5\r\n\r\n")]
    [Input("204", "GET", 204, "No Content\r\n\r\n")]
    [Input("304", "GET", 304, "Not Modified\r\nContent-Length: 5\r\nETag: \"a\"\r\n\r\n")]
    public async Task A_response_without_a_body_by_definition_ends_with_its_head(string method, int status, string rest)
    {
        await using var origin = await Origins.HttpAsync($"HTTP/1.1 {status} {rest}", Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Absolute(method, origin.Http("/bodiless-by-definition"), "If-None-Match: \"a\""));
        var response = await client.ReadResponseAsync(method);
        if (response.StatusCode != status)
        {
            throw new RequirementBrokenException(ReasonIds.Status,
                $"expected the origin's {status}, but got the proxy's own \"{response}\"")
            {
                Marks = response.Marks.StartLine,
            };
        }

        response.Should().HaveNoBody();

        // Only the end of the connection or the next reply may follow.
        (await client.ReadUntilQuietAsync()).Should().BeEmpty("the response ends with its head");
        await client.TrySendAsync(Requests.Get(origin.Http("/y")));
        if (!await client.IsClosedAsync())
            (await client.ReadResponseAsync("GET")).Should().HaveStatus(200);
    }

    [Requirement("absolute-form/forward-1xx")]
    public async Task A_103_is_forwarded_to_an_HTTP_1_1_client()
    {
        await using var origin = await Origins.HttpAsync("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Get(origin.Http("/x")));
        NotApplicableToHttp10(await origin.NextRequestAsync(), "gets no 1xx");

        (await client.ReadHeadAsync()).Should().HaveStatus(103).And.HaveField("Link");
        (await client.ReadResponseAsync("GET")).Should().HaveStatus(200);
    }

    [Requirement("absolute-form/no-retry-post")]
    public async Task A_POST_whose_connection_broke_is_not_sent_again()
    {
        await using var origin = await Origins.HttpClosingAsync("");
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Absolute("POST", origin.Http("/x"), "Content-Length: 4") + "body");
        await origin.NextRequestAsync();

        // Once the proxy answers or closes, it has given up: a second POST would have arrived before that.
        await client.IsClosedAsync();
        await origin.SentinelAsync();
        origin.Should().HaveSeenRequests(1, "a proxy must not repeat a POST");
    }

    [Requirement("absolute-form/pipeline-order", Title = "Pipelined requests are answered in order")]
    public async Task Pipelined_requests_are_answered_in_their_order()
    {
        await using var slow = await Origins.ListenAsync();
        await using var fast = await Origins.HttpAsync("HTTP/1.1 200 OK\r\nX-From: fast\r\nContent-Length: 4\r\n\r\nfast");
        await using var client = await Proxy.DialAsync();

        // The slow origin answers only after the fast one could have; fetching one after the other is allowed too.
        await client.SendAsync(Requests.Get(slow.Http("/1")) + Requests.Get(fast.Http("/2")));
        await using var server = await slow.NextConnectionAsync();
        var request = await server.ReadRequestAsync();
        (await client.ExpectSilenceAsync()).Should().BeEmpty("the first request has not been answered yet");
        await server.AnswerAsync(request, "HTTP/1.1 200 OK\r\nX-From: slow\r\nContent-Length: 4\r\n\r\nslow");

        (await client.ReadResponseAsync("GET")).Should().HaveStatus(200).And.HaveFieldValue("X-From", "slow");
        if (await client.IsClosedAsync())
            return;
        (await client.ReadResponseAsync("GET")).Should().HaveStatus(200).And.HaveFieldValue("X-From", "fast");
    }

    // A response that stops without ending does not look complete, but leaves the client waiting.
    private async Task<WireResponse?> AskedAsync(WireConnection client)
    {
        try
        {
            return await client.ReadResponseAsync("GET");
        }
        catch (RequirementBrokenException stopped) when (stopped.ReasonId is ReasonIds.BytesTimeout)
        {
            Warn(stopped.ReasonId, $"the response stops short, but the connection stays open: {stopped.Message}",
                stopped.Marks);
            return null;
        }
    }

    private async Task AssertUnchangedAsync(string type, string body)
    {
        await using var origin = await Origins.HttpAsync(
            $"HTTP/1.1 200 OK\r\nCache-Control: no-transform\r\nContent-Type: {type}\r\nContent-Length: "
            + $"{body.Length}\r\n\r\n{body}");
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Get(origin.Http("/x"), "Accept-Encoding: gzip, deflate, br"));
        var response = await client.ReadResponseAsync("GET");

        response.Should().HaveStatus(200).And.NotHaveField("Content-Encoding", "the response has no-transform").And
            .HaveBody(body);
    }

    private async Task AssertPostArrivesAsync(string chunked)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Absolute("POST", origin.Http("/x"), "Transfer-Encoding: chunked") + chunked);
        (await client.ReadResponseAsync("POST")).Should().HaveStatus(200);

        origin.Requests[0].Should().HaveBody("hello");
    }
}
