using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;
using ConformanceKit.Wire.Http2;
using FluentAssertions;
using static ConformanceKit.Scenarios.Http2Forward.Http2Requests;

namespace ConformanceKit.Scenarios.Http2Forward;

/// <summary>What becomes of :scheme, :authority and :path when a request is forwarded in HTTP/1 (RFC 9113 §8.3.1).</summary>
public sealed class Targets(string proxy) : Scenario(proxy)
{
    private const byte TlsHandshake = 0x16;

    [Requirement("h2-forward/origin-form", Feature = ProxyFeatures.Http, Title = "The origin gets the request in origin-form")]
    public async Task The_origin_gets_the_request_in_origin_form()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        var request = await H2.ForwardedAsync(origin, Fields("GET", origin.Authority, "/x?y"));
        request.Should().HaveMethod("GET").And.HaveTarget("/x?y").And.HaveSingleField("Host", origin.Authority);
    }

    [Requirement("h2-forward/host-from-authority", Title = "Host becomes what :authority says")]
    public async Task Host_becomes_what_the_authority_says()
    {
        await using var meant = await Origins.HttpAsync(Answers.Ok);
        await using var other = await Origins.HttpAsync(Answers.Ok);
        var stream = await H2.SendAsync(Fields("GET", meant.Authority, "/x", new Http2Field("host", other.Authority)));

        var outcome = await stream.OutcomeAsync();
        await other.Should().HaveReceivedNothingAsync("Host must not be used to determine the target");
        if (meant.Requests is [var request, ..])
            request.Should().HaveSingleField("Host", meant.Authority, "it is made from :authority");
        else
            AssertMalformed(outcome, "Host names another origin than :authority");
    }

    [Requirement("h2-forward/authority-missing-host", Title = "What becomes of a request that only Host says the origin of")]
    public async Task What_becomes_of_a_request_that_only_Host_says_the_origin_of()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        var stream = await H2.SendAsync([
            new(":method", "GET"), new(":scheme", "http"), new(":path", "/x"), new("host", origin.Authority)]);
        var outcome = await stream.OutcomeAsync();
        Note(origin.Requests.Count > 0 ? "forwarded to the origin that Host names" : $"not forwarded: the proxy {outcome}");
    }

    [Requirement("h2-forward/options-star", Title = "OPTIONS for a whole server keeps its asterisk")]
    public async Task OPTIONS_for_a_whole_server_keeps_its_asterisk()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        (await ForwardedOptionsAsync(origin, "*"))?.Should()
            .HaveMethod("OPTIONS").And.HaveTarget("*").And.HaveSingleField("Host", origin.Authority);
    }

    [Requirement("h2-forward/path-intact", Title = "Path and query are not rewritten")]
    public async Task Path_and_query_are_not_rewritten()
    {
        const string path = "/a%2Fb/../c;d?x=%20&&y";
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        (await H2.ForwardedAsync(origin, Fields("GET", origin.Authority, path))).Should().HaveTarget(path);
    }

    [Requirement("h2-forward/scheme-https", Title = "A request for an https resource is never sent in clear")]
    public async Task A_request_for_an_https_resource_is_never_sent_in_clear()
    {
        await using var origin = await Origins.ServeAsync(async (connection, ending) =>
        {
            var first = await connection.ReadSomeAsync(Timeout.InfiniteTimeSpan, ending);
            await connection.TrySendAsync(first is [TlsHandshake, ..] ? "" : Answers.Ok, ending);
        });
        var fields = Fields("GET", origin.Authority, "/x");
        fields[1] = new(":scheme", "https");
        var outcome = await (await H2.SendAsync(fields)).OutcomeAsync();

        await origin.ReceivedAsync();
        if (origin.ConnectionCount > 0 && Transcript.ReceivedOn("origin 1") is [not TlsHandshake, ..] bytes)
            bytes.Should().BeEmpty("a connection for https begins with a TLS handshake");
        outcome.Should().BeRefused("the origin does not speak TLS");
    }

    [Requirement("h2-forward/trace-max-forwards", Title = "A request whose Max-Forwards is 0 is not forwarded")]
    [Input("trace-zero", "TRACE")]
    [Input("options-zero", "OPTIONS")]
    public async Task A_request_whose_Max_Forwards_is_0_is_not_forwarded(string method)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        var fields = Fields(method, origin.Authority, "/x", new Http2Field("max-forwards", "0"));
        var outcome = await (await H2.SendAsync(fields)).OutcomeAsync();
        await origin.Should().HaveSeenNoConnectionAsync("the proxy has to answer as the final recipient");
        if (outcome.Response is null)
            Warn(ReasonIds.ClosedWithoutReply, $"expected the proxy's own answer, but it {outcome}", outcome.Marks);
    }

    [Requirement("h2-forward/trace-max-forwards", Title = "Max-Forwards of OPTIONS is decremented")]
    [Input("options-decrement")]
    public async Task Max_Forwards_of_OPTIONS_is_decremented()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        (await ForwardedOptionsAsync(origin, "/x", new Http2Field("max-forwards", "5")))?.Should()
            .HaveFieldMatching("Max-Forwards", "4", "^0*[0-4]$", "the client sent 5, and the proxy is one hop");
    }

    // A proxy may answer OPTIONS itself (RFC 9110 §9.3.7).
    private async Task<WireRequest?> ForwardedOptionsAsync(
        Origins.HttpOrigin origin, string path, params Http2Field[] further)
    {
        var outcome = await (await H2.SendAsync(Fields("OPTIONS", origin.Authority, path, further))).OutcomeAsync();
        if (origin.Requests is [var request, ..])
            return request;
        await origin.Should().HaveReceivedNothingAsync("the proxy answered the request itself");
        if (outcome.Response is { IsSuccessful: true } or { Status: 405 or 501 })
            NotApplicable($"the proxy answers OPTIONS itself, with {outcome.Response.Status}, and forwards nothing");
        Warn(ReasonIds.Status, $"OPTIONS is neither answered nor forwarded: the proxy {outcome}", outcome.Marks);
        return null;
    }
}
