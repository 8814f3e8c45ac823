using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire.Http2;
using static ConformanceKit.Scenarios.Http2Forward.Http2Requests;

namespace ConformanceKit.Scenarios.Http2Forward;

/// <summary>What becomes of the head of a response that the origin sends in HTTP/1 (RFC 9113 §8.3.2).</summary>
public sealed class Responses(string proxy) : Scenario(proxy)
{
    [Requirement("h2-forward/via-response", Title = "Via in a response names the version received from the origin")]
    public async Task Via_in_a_response_names_the_version_received_from_the_origin() =>
        (await AskAsync(Answers.Ok)).Should().HaveFieldMatching("via", "1.1 name", ViaMember.First(@"1\.1"),
            "the proxy's member is the version in which the origin answered, HTTP/1.1, and a name");

    [Requirement("h2-forward/response-hop-fields", Title = "What concerns the connection to the origin stays there")]
    [Input("nominated", "X-Hop", "Connection: X-Hop\r\nX-Hop: 1\r\nContent-Length: 0\r\n\r\n")]
    [Input("keep-alive", "Keep-Alive", "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 0\r\n\r\n")]
    [Input("proxy-connection", "Proxy-Connection", "Proxy-Connection: keep-alive\r\nContent-Length: 0\r\n\r\n")]
    [Input("upgrade", "Upgrade", "Connection: Upgrade\r\nUpgrade: x-marker/1\r\nContent-Length: 0\r\n\r\n")]
    [Input("transfer-encoding", "Transfer-Encoding", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    public async Task What_concerns_the_connection_to_the_origin_stays_there(string name, string rest) =>
        (await AskAsync("HTTP/1.1 200 OK\r\n" + rest)).Should().HaveStatus(200).And.NotHaveField(name, "Connection");

    [Requirement("h2-forward/response-upper-case", Title = "The names of the origin's fields become lower case")]
    public async Task The_names_of_the_origins_fields_become_lower_case() =>
        (await AskAsync("HTTP/1.1 200 OK\r\nX-Unheard-Of: 1\r\nContent-Length: 0\r\n\r\n")).Should()
            .HaveField("x-unheard-of").And.HaveLowerCaseNames();

    [Requirement("h2-forward/response-status", Title = "The origin's status comes once, as :status")]
    [Input("200", 200)]
    [Input("299", 299)]
    [Input("599", 599)]
    public async Task The_origins_status_comes_once_as_a_pseudo_header_field(int status) =>
        (await AskAsync($"HTTP/1.1 {status} Strange\r\nContent-Length: 0\r\n\r\n")).Should().HaveStatus(status);

    [Requirement("h2-forward/forward-1xx", Title = "A 103 is forwarded, and leaves the stream open")]
    public async Task A_103_is_forwarded_and_leaves_the_stream_open()
    {
        await using var origin = await Origins.HttpAsync("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + Answers.Ok);
        var stream = await H2.GetAsync(origin);
        NotApplicableToHttp10(await origin.NextRequestAsync(), "gets no 1xx");

        var response = await stream.ResponseAsync();
        response.Should().HaveStatus(200);
        if (response.Interim is not [var hints, ..])
        {
            throw new RequirementBrokenException(ReasonIds.Status, $"expected a 103 before {response}, but there was none")
            {
                Marks = response.Marks,
            };
        }

        hints.Should().HaveStatus(103).And.HaveField("link");
    }

    [Requirement("h2-forward/no-101", Title = "A 101 that nobody asked for is not passed on")]
    public async Task A_101_that_nobody_asked_for_is_not_passed_on()
    {
        await using var origin = await Origins.ServeAsync(async (connection, ending) =>
        {
            await connection.ReadRequestAsync(Timeout.InfiniteTimeSpan, ending);
            await connection.SendAsync(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x-marker\r\n\r\n\0marker", ending);
            await connection.ReadToEndAsync(Timeout.InfiniteTimeSpan, ending);
        });
        (await (await H2.GetAsync(origin)).OutcomeAsync()).Should().BeRefused("HTTP/2 has no 101");
    }

    [Requirement("h2-forward/head-204-304", Title = "A response that by definition has no content ends with its head")]
    [Input("head", "HEAD", 200, "OK\r\nContent-Length: 5\r\n\r\n")]
    [Input("204", "GET", 204, "No Content\r\n\r\n")]
    [Input("304", "GET", 304, "Not Modified\r\nContent-Length: 5\r\nETag: \"a\"\r\n\r\n")]
    public async Task A_response_that_by_definition_has_no_content_ends_with_its_head(string method, int status, string rest)
    {
        await using var origin = await Origins.HttpAsync($"HTTP/1.1 {status} {rest}");
        var stream = await H2.SendAsync(
            Fields(method, origin.Authority, "/x", new Http2Field("if-none-match", "\"a\"")));
        (await stream.ResponseAsync()).Should().HaveStatus(status);
        (await stream.ReadToEndAsync()).Should().BeEndStream().And.HaveBytes("");
    }

    [Requirement("h2-forward/push-none", Title = "Nothing is pushed to a client that takes no pushes")]
    public async Task Nothing_is_pushed_to_a_client_that_takes_no_pushes()
    {
        // Servers that push do so for such a link.
        await using var origin = await Origins.HttpAsync(
            "HTTP/1.1 200 OK\r\nLink: </style.css>; rel=preload; as=style\r\nContent-Length: 2\r\n\r\nok");
        await using var client = await H2.DialAsync();
        await client.SettingsAckAsync();
        var stream = await client.GetAsync(origin);
        (await stream.ResponseAsync()).Should().HaveStatus(200);
        (await stream.ReadToEndAsync()).Should().BeEndStream().And.HaveBytes("ok");
        if (client.TryNext(frame => frame.Type == FrameTypes.PushPromise) is { } push)
        {
            throw new RequirementBrokenException(ReasonIds.UnexpectedBytes, $"expected no push, but got {push.Frame}")
            {
                Marks = [push.Place],
            };
        }
    }

    private async Task<Http2Response> AskAsync(string answer)
    {
        await using var origin = await Origins.HttpAsync(answer);
        return await (await H2.GetAsync(origin)).ResponseAsync();
    }
}
