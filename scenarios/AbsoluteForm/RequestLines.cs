using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>What becomes of the target and of Host when a request in absolute-form is forwarded.</summary>
public sealed class RequestLines(string proxy) : Scenario(proxy)
{
    [Requirement("absolute-form/origin-form", Feature = ProxyFeatures.Http, Title = "The origin gets the request in origin-form")]
    public async Task The_origin_gets_the_request_in_origin_form()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        (await ForwardAsync(origin, Requests.Get(origin.Http("/x")))).Should().HaveMethod("GET").And.HaveTarget("/x");
    }

    [Requirement("absolute-form/empty-path")]
    public async Task An_empty_path_becomes_a_slash()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        (await ForwardAsync(origin, Requests.Get(origin.Http("")))).Should().HaveTarget("/");
    }

    [Requirement("absolute-form/path-query-intact")]
    public async Task Path_and_query_are_not_rewritten()
    {
        const string target = "/a%2Fb/../c;d?x=%20&&y";
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        // A request that a filter keeps from the origin is not rewritten.
        (await ForwardedAsync(client, Requests.Get(origin.Http(target)), origin))?.Should().HaveTarget(target);
    }

    [Requirement("absolute-form/host-regenerated")]
    public async Task Host_is_replaced_by_the_host_of_the_target()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Head($"GET {origin.Http("/x")} HTTP/1.1", "Host: evil.invalid"));
        var response = await client.ReadResponseAsync("GET");

        // Refusing a contradiction is common hardening: not what the clause says, but it misleads nobody.
        if (response.StatusCode is >= 400 and <= 599)
        {
            await origin.Should().HaveReceivedNothingAsync("the proxy refused the request");
            Warn(ReasonIds.Status,
                $"a Host that differs from the target is answered with {response.StatusCode} instead of being ignored",
                response.Marks.StartLine);
            return;
        }

        response.Should().HaveStatus(200);
        origin.Requests[0].Should().HaveSingleField("Host", origin.Authority);
    }

    [Requirement("absolute-form/host-missing", Title = "An HTTP/1.1 request without Host is rejected with 400")]
    public async Task An_HTTP_1_1_request_without_Host_is_answered_400()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await AssertRefusedAsync(client, Requests.Head($"GET {origin.Http("/x")} HTTP/1.1"), "HTTP/1.1 requires Host", origin);
    }

    [Requirement("absolute-form/userinfo", Title = "Userinfo in the target is rejected or at least not passed on")]
    public async Task Userinfo_in_the_target_is_refused_or_at_least_not_passed_on()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        var request = Requests.Head($"GET http://u:p@{origin.Authority}/x HTTP/1.1", $"Host: {origin.Authority}");
        var (_, forwarded) = await ForwardedUnlessRefusedAsync(client, request, "userinfo in an http target is an error", origin);
        if (forwarded is null)
            return;

        // Treating it as an error is a SHOULD, generating it is a MUST NOT.
        forwarded.Should().HaveTarget("/x").And.HaveSingleField("Host", origin.Authority);
        var made = forwarded.Field("Authorization") is { } credentials
            ? $", and turned into \"Authorization: {credentials}\""
            : "";
        Warn(ReasonIds.Status,
            $"userinfo in an http target is removed{made}, and the request is forwarded instead of being treated as an error",
            forwarded.Marks.StartLine);
    }

    [Requirement("absolute-form/empty-host")]
    public async Task A_target_with_an_empty_host_is_rejected()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        // A proxy that falls back to Host, or skips the empty host, reaches an origin that answers.
        await AssertRefusedAsync(
            client,
            Requests.Head($"GET http:///{origin.Authority}/x HTTP/1.1", $"Host: {origin.Authority}"),
            "the target names no host",
            origin);
    }

    [Requirement("absolute-form/options-star", Title = "OPTIONS without a path becomes asterisk-form")]
    public async Task OPTIONS_without_a_path_becomes_asterisk_form()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        var request = await ForwardedOptionsAsync(origin, Requests.Absolute("OPTIONS", origin.Http("")));
        request?.Should().HaveMethod("OPTIONS").And.HaveTarget("*").And.HaveSingleField("Host", origin.Authority);
    }

    [Requirement("absolute-form/options-star", Title = "OPTIONS with a path or a query does not become asterisk-form")]
    [Input("query", "?a=b", "/?a=b")]
    [Input("path", "/", "/")]
    public async Task OPTIONS_with_a_query_does_not_become_asterisk_form(string path, string target)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        var request = await ForwardedOptionsAsync(origin, Requests.Absolute("OPTIONS", origin.Http(path)));
        request?.Should().HaveMethod("OPTIONS").And.HaveTarget(target);
    }

    [Requirement("absolute-form/unknown-method-status", Title = "An unknown status is passed on")]
    [Input("299", 299)]
    [Input("599", 599)]
    public async Task An_unknown_status_passes(int status)
    {
        await using var origin = await Origins.HttpAsync($"HTTP/1.1 {status} Strange\r\nContent-Length: 0\r\n\r\n");
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Get(origin.Http("/x")));

        (await client.ReadResponseAsync("GET")).Should().HaveStatus(status);
        origin.Should().HaveSeenRequests(1);
    }

    [Requirement("absolute-form/unknown-method-status", Title = "An unknown method is forwarded")]
    [Input("method", "FOO")]
    public async Task An_unknown_method_passes(string method)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Absolute(method, origin.Http("/x")));
        WireResponse response;
        try
        {
            response = await client.ReadResponseAsync(method);
        }
        catch (RequirementBrokenException ended)
            when (ended.ReasonId is ReasonIds.ClosedWithoutReply or ReasonIds.ResetWithoutReply)
        {
            await origin.Should().HaveReceivedNothingAsync("the proxy refused the request");
            Warn(ended.ReasonId, $"the proxy ends the connection without a response to the unknown method {method}",
                ended.Marks);
            return;
        }

        // It is expected to be forwarded; a 501 or another refusal at least says that it was not.
        if (response.StatusCode is >= 400 and <= 599)
        {
            await origin.Should().HaveReceivedNothingAsync("the proxy refused the request");
            Warn(ReasonIds.Status,
                $"the unknown method {method} is answered with {response.StatusCode} instead of being forwarded",
                response.Marks.StartLine);
            return;
        }

        response.Should().HaveStatus(200);
        origin.Requests[0].Should().HaveMethod(method).And.HaveTarget("/x");
    }

    private async Task<WireRequest?> ForwardedOptionsAsync(HttpOrigin origin, string request)
    {
        var (forwarded, refused) = await ForwardedOptions.SendAsync(Proxy, origin, request);
        if (forwarded is null)
            Warn(ReasonIds.Status, $"OPTIONS is neither answered nor forwarded, but refused {refused}");
        return forwarded;
    }

    private async Task<WireRequest> ForwardAsync(HttpOrigin origin, string request)
    {
        await using var client = await Proxy.DialAsync();
        await client.SendAsync(request);
        (await client.ReadResponseAsync("GET")).Should().HaveStatus(200);
        return origin.Requests[0];
    }
}
