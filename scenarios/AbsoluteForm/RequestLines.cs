using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Proxies;
using ConformanceKit.Running;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>What becomes of the target and of Host when a request in absolute-form is forwarded.</summary>
public sealed class RequestLines(string proxy) : Scenario(proxy)
{
    [Requirement("absolute-form/origin-form", Feature = ProxyFeatures.Http)]
    public async Task The_origin_gets_the_request_in_origin_form()
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        (await ForwardAsync(origin, Requests.Get(origin.Http("/x")))).Should().HaveRequestLine("GET /x HTTP/1.1");
    }

    [Requirement("absolute-form/empty-path", DependsOn = "absolute-form/origin-form")]
    public async Task An_empty_path_becomes_a_slash()
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        (await ForwardAsync(origin, Requests.Get(origin.Http("")))).Should().HaveRequestLine("GET / HTTP/1.1");
    }

    [Requirement("absolute-form/path-query-intact", DependsOn = "absolute-form/origin-form")]
    public async Task Path_and_query_are_not_rewritten()
    {
        const string target = "/a%2Fb/../c;d?x=%20&&y";
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        (await ForwardAsync(origin, Requests.Get(origin.Http(target)))).Should().HaveRequestLine($"GET {target} HTTP/1.1");
    }

    [Requirement("absolute-form/host-regenerated", DependsOn = "absolute-form/origin-form")]
    public async Task Host_is_replaced_by_the_host_of_the_target()
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendAsync(Requests.Head($"GET {origin.Http("/x")} HTTP/1.1", "Host: evil.invalid"), Cancel);
        var response = await client.ReadResponseAsync("GET", Cancel);

        // Refusing a contradiction is common hardening: not what the clause says, but nobody is misled by it.
        if (response.StatusCode == 400)
        {
            Warn(ReasonIds.Status, "a Host that differs from the target is answered 400 instead of ignored");
            return;
        }

        response.Should().HaveStatus(200);
        origin.Requests[0].Should().HaveSingleField("Host", origin.Authority);
    }

    [Requirement("absolute-form/host-missing", DependsOn = "absolute-form/origin-form")]
    public async Task An_HTTP_1_1_request_without_Host_is_answered_400()
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendAsync(Requests.Head($"GET {origin.Http("/x")} HTTP/1.1"), Cancel);

        // A 400 could be the origin's.
        var response = await client.ReadResponseAsync("GET", Cancel);
        await origin.Should().HaveReceivedNothingAsync(Cancel, "Host is missing");
        response.Should().HaveStatus(400);
    }

    [Requirement("absolute-form/userinfo", DependsOn = "absolute-form/origin-form")]
    public async Task Userinfo_in_the_target_is_refused_or_at_least_not_passed_on()
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendAsync(
            Requests.Head($"GET http://u:p@{origin.Authority}/x HTTP/1.1", $"Host: {origin.Authority}"), Cancel);
        var response = await client.IsClosedAsync(Cancel) ? null : await client.ReadResponseAsync("GET", Cancel);

        // Treating it as an error is a SHOULD, generating it is a MUST NOT.
        if (response is null or { StatusCode: >= 400 })
        {
            await origin.Should().HaveReceivedNothingAsync(Cancel, "it is refused");
            if (response is null) Warn(ReasonIds.ClosedWithoutReply, "userinfo in an http target ends the connection without a reply");
            else if (response.StatusCode != 400) Warn(ReasonIds.Status, $"userinfo in an http target is answered {response.StatusCode} instead of 400");
            return;
        }

        response.Should().HaveStatus(200);
        origin.Requests[0].Should().HaveRequestLine("GET /x HTTP/1.1").And.HaveSingleField("Host", origin.Authority);
        Warn(ReasonIds.Status, "userinfo in an http target is forwarded without it instead of treated as an error");
    }

    [Requirement("absolute-form/empty-host", DependsOn = "absolute-form/origin-form")]
    public async Task A_target_with_an_empty_host_is_rejected()
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        await using var client = await Proxy.DialAsync(Cancel);

        // Whoever falls back to Host, or skips the empty host, reaches an origin that answers.
        await client.SendAsync(Requests.Head($"GET http:///{origin.Authority}/x HTTP/1.1", $"Host: {origin.Authority}"), Cancel);

        (await client.ReadResponseAsync("GET", Cancel)).Should().BeRejection();
        await origin.Should().HaveSeenNoConnectionAsync(Cancel, "the target names no host");
    }

    [Requirement("absolute-form/options-star", DependsOn = "absolute-form/origin-form")]
    public async Task OPTIONS_without_a_path_becomes_asterisk_form()
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        var request = await Ask.ForwardedOptionsAsync(Proxy, origin, Requests.Absolute("OPTIONS", origin.Http("")), Cancel);
        request.Should().HaveRequestLine("OPTIONS * HTTP/1.1").And.HaveSingleField("Host", origin.Authority);
    }

    [Requirement("absolute-form/unknown-method-status", DependsOn = "absolute-form/origin-form")]
    [Input("method", "FOO", 200)]
    [Input("299", "GET", 299)]
    [Input("599", "GET", 599)]
    public async Task An_unknown_method_and_an_unknown_status_pass(string method, int status)
    {
        await using var origin = await Origins.HttpAsync(Cancel, $"HTTP/1.1 {status} Strange\r\nContent-Length: 0\r\n\r\n");
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendAsync(Requests.Absolute(method, origin.Http("/x")), Cancel);

        (await client.ReadResponseAsync(method, Cancel)).Should().HaveStatus(status);
        origin.Requests[0].Should().HaveRequestLine($"{method} /x HTTP/1.1");
    }

    private async Task<WireRequest> ForwardAsync(HttpOrigin origin, string request)
    {
        await using var client = await Proxy.DialAsync(Cancel);
        await client.SendAsync(request, Cancel);
        (await client.ReadResponseAsync("GET", Cancel)).Should().HaveStatus(200);
        return origin.Requests[0];
    }
}
