using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.HopByHop;

/// <summary>Fields that concern only one connection end at the proxy, in both directions (RFC 9110 §7.6.1).</summary>
public sealed class HopByHopFields(string proxy) : Scenario(proxy)
{
    [Requirement("hop-by-hop/nominated")]
    [Input("request", true)]
    [Input("response", false)]
    public async Task A_field_that_Connection_nominates_is_removed(bool request) =>
        (await ForwardedAsync(request, "Connection: X-Hop", "X-Hop: 1")).Should().NotHaveField("X-Hop",
            "Connection nominates it");

    [Requirement("hop-by-hop/nominated", Title = "A field that one of several Connection lines nominates is removed")]
    [Input("lines-request", true)]
    [Input("lines-response", false)]
    public async Task A_field_that_one_of_several_Connection_lines_nominates_is_removed(bool request) =>
        (await ForwardedAsync(request, "Connection: X-One", "Connection: X-Two, X-Three", "X-One: 1", "X-Two: 1", "X-Three: 1"))
            .Should()
            .NotHaveField("X-One", "the first line nominates it")
            .And.NotHaveField("X-Two", "the second line nominates it")
            .And.NotHaveField("X-Three", "the second line nominates it");

    [Requirement("hop-by-hop/nominated-case-empties", DependsOn = "hop-by-hop/nominated/{input}")]
    [Input("request", true)]
    [Input("response", false)]
    public async Task Nomination_ignores_case_and_empty_list_members(bool request) =>
        (await ForwardedAsync(request, "Connection: , x-HOP ,,", "X-Hop: 1")).Should().NotHaveField("X-Hop",
            "Connection nominates it");

    [Requirement("hop-by-hop/nominated-trailer", DependsOn = "absolute-form/chunked-{input}/trailer")]
    [Input("request", true)]
    [Input("response", false)]
    public async Task A_trailer_field_that_Connection_nominates_is_removed(bool request)
    {
        const string chunked = "5\r\nhello\r\n0\r\nX-Hop: 1\r\n\r\n";
        string[] fieldLines = ["Connection: X-Hop", "Trailer: X-Hop", "Transfer-Encoding: chunked"];
        await using var origin = await Origins.HttpAsync(
            request ? Answers.Ok : Requests.Head("HTTP/1.1 200 OK", fieldLines) + chunked);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(
            request
                ? Requests.Absolute("POST", origin.Http("/x"), fieldLines) + chunked
                : Requests.Get(origin.Http("/x"), "TE: trailers"));
        var response = await client.ReadResponseAsync(request ? "POST" : "GET");
        response.Should().HaveStatus(200).And.HaveCompleteBody();
        if (!request)
            NotApplicableToHttp10(origin.Requests[0], "gets no trailers");

        WireMessage forwarded = request ? origin.Requests[0] : response;
        forwarded.Should().HaveBody("hello")
            .And.NotHaveField("X-Hop", "Connection nominates it")
            .And.NotHaveTrailer("X-Hop", "Connection nominates it");
    }

    [Requirement("hop-by-hop/connection-field")]
    [Input("request", true)]
    [Input("response", false)]
    public async Task The_Connection_field_itself_is_removed_or_replaced(bool request) =>
        (await ForwardedAsync(request, "Connection: x-marker")).Should().NotHaveMember("Connection", "x-marker");

    [Requirement("hop-by-hop/keep-alive", Title = "Keep-Alive is removed even when nothing nominates it")]
    [Input("request", true)]
    [Input("response", false)]
    public Task Keep_Alive_is_removed_even_when_nothing_nominates_it(bool request) =>
        AssertRemovedAsync(request, "Keep-Alive", "x-marker=5");

    [Requirement("hop-by-hop/proxy-connection", Title = "Proxy-Connection is removed even when nothing nominates it")]
    [Input("request", true)]
    [Input("response", false)]
    public Task Proxy_Connection_is_removed_even_when_nothing_nominates_it(bool request) =>
        AssertRemovedAsync(request, "Proxy-Connection", "x-marker");

    [Requirement("hop-by-hop/te")]
    public Task TE_is_removed_even_when_nothing_nominates_it() => AssertRemovedAsync(true, "TE", "x-marker;q=0.5");

    [Requirement("hop-by-hop/upgrade")]
    [Input("request", true)]
    [Input("response", false)]
    public Task Upgrade_is_removed_even_when_nothing_nominates_it(bool request) =>
        AssertRemovedAsync(request, "Upgrade", "x-marker/1", mayRefuse: true);

    [Requirement("hop-by-hop/transfer-encoding-own", DependsOn = "absolute-form/chunked-request/one-octet-chunks")]
    public async Task A_forwarded_message_never_has_both_framing_fields()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(
            Requests.Absolute("POST", origin.Http("/x"), "Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\n\r\n");
        (await client.ReadResponseAsync("POST")).Should().HaveStatus(200);

        var request = origin.Requests[0];
        if (request.HasField("Transfer-Encoding"))
            request.Should().NotHaveField("Content-Length");
        request.Should().HaveBody("hello");
    }

    [Requirement("hop-by-hop/transfer-encoding-own", DependsOn = "absolute-form/chunked-response/one-octet-chunks",
        Title = "A forwarded response never has both framing fields")]
    [Input("response")]
    public Task A_forwarded_response_never_has_both_framing_fields() =>
        AssertOneFramingAsync("/chunked", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");

    [Requirement("hop-by-hop/transfer-encoding-own", Title = "A response that a proxy chunks loses its Content-Length")]
    [Input("response-length")]
    public Task A_response_that_a_proxy_chunks_loses_its_Content_Length() =>
        AssertOneFramingAsync("/has-length", "Content-Length: 5\r\n\r\nhello");

    [Requirement("hop-by-hop/connection-host")]
    public async Task A_nominated_Host_is_still_sent()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        (await RequestAsync(origin, mayRefuse: false, "Connection: Host")).Should().HaveSingleField("Host", origin.Authority);
    }

    [Requirement("hop-by-hop/unnominated-kept", Title = "A field that only looks hop-by-hop is kept")]
    [Input("request", true)]
    [Input("response", false)]
    public async Task A_field_that_only_looks_like_a_hop_by_hop_one_is_kept(bool request) =>
        (await ForwardedAsync(request, "X-Connection: 1")).Should().HaveSingleField("X-Connection", "1");

    private async Task AssertRemovedAsync(bool request, string name, string value, bool mayRefuse = false) =>
        (await ForwardedAsync(request, mayRefuse, $"{name}: {value}")).Should().NotHaveMember(name, value,
            $"{name} concerns only one connection");

    private async Task AssertOneFramingAsync(string path, string rest)
    {
        await using var origin = await Origins.HttpAsync("HTTP/1.1 200 OK\r\n" + Answers.Common + rest);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Get(origin.Http(path)));
        var response = await client.ReadResponseAsync("GET");

        if (response.HasField("Transfer-Encoding"))
            response.Should().NotHaveField("Content-Length");
        response.Should().HaveStatus(200).And.HaveBody("hello");
    }

    // What the other side gets of a message with these field lines.
    private Task<WireMessage> ForwardedAsync(bool request, params string[] fieldLines) =>
        ForwardedAsync(request, mayRefuse: false, fieldLines);

    private async Task<WireMessage> ForwardedAsync(bool request, bool mayRefuse, params string[] fieldLines)
    {
        var answer = request ? Answers.Ok : Requests.Head("HTTP/1.1 200 OK", ["Content-Length: 2", .. fieldLines]) + "ok";
        await using var origin = await Origins.HttpAsync(answer);
        if (request)
            return await RequestAsync(origin, mayRefuse, fieldLines);

        await using var client = await Proxy.DialAsync();
        await client.SendAsync(Requests.Get(origin.Http("/x")));
        var response = await client.ReadResponseAsync("GET");
        response.Should().HaveStatus(200);
        return response;
    }

    private async Task<WireRequest> RequestAsync(HttpOrigin origin, bool mayRefuse, params string[] fieldLines)
    {
        await using var client = await Proxy.DialAsync();
        await client.SendAsync(Requests.Get(origin.Http("/x"), fieldLines));
        var response = await client.ReadResponseAsync("GET");

        // A refused request is not forwarded: that is for another clause.
        if (mayRefuse && response.StatusCode is >= 400 and <= 599 && origin.Rejected.Count == 0)
        {
            await origin.Should().HaveReceivedNothingAsync("the proxy refused the request");
            NotApplicable(
                $"the proxy forwards no request with {string.Join(", ", fieldLines)}, but answers with {response.StatusCode}");
        }

        // The origin rejects a request without Host: what it got says more than its reply.
        if (origin.Requests.Count == 0)
            response.Should().HaveStatus(200);
        return origin.Requests[0];
    }
}
