using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;
using ConformanceKit.Wire.Http2;
using static ConformanceKit.Scenarios.Http2Forward.Http2Requests;

namespace ConformanceKit.Scenarios.Http2Forward;

/// <summary>The other fields of a request that is forwarded in HTTP/1.</summary>
public sealed class RequestFields(string proxy) : Scenario(proxy)
{
    [Requirement("h2-forward/cookie-crumbs", Title = "The parts of Cookie become one line")]
    public async Task The_parts_of_Cookie_become_one_line() =>
        (await ForwardedAsync(new("cookie", "a=1"), new("cookie", "b=2"))).Should().HaveSingleField("Cookie", "a=1; b=2");

    [Requirement("h2-forward/connection-fields-out", Title = "What concerns the connection to the origin is nominated there")]
    public async Task What_concerns_the_connection_to_the_origin_is_nominated_there()
    {
        var request = await ForwardedAsync(new Http2Field("te", "trailers"));
        foreach (var name in new[] { "TE", "Keep-Alive", "Upgrade", "HTTP2-Settings" }.Where(request.HasField))
            request.Should().HaveMember("Connection", name, $"{name} concerns this connection only");
    }

    [Requirement("h2-forward/via-request", Title = "Via names HTTP/2 as the version received")]
    public async Task Via_names_HTTP_2_as_the_version_received()
    {
        var request = await ForwardedAsync(new Http2Field("via", "1.0 first"));
        request.Should().HaveFieldMatching("Via", "1.0 first, 2.0 name", ViaMember.After("1.0 first", @"2(\.0)?"),
            "the member that came stays first, and the proxy appends the version that it received, HTTP/2, and a name");
        ViaMember.AssertEachOnce(request);
    }

    [Requirement("h2-forward/credential-not-leaked", Feature = ProxyFeatures.H2Auth,
        Title = "Proxy-Authorization does not reach the origin over HTTP/2 either")]
    public async Task Proxy_Authorization_does_not_reach_the_origin()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        var listener = Proxy.H2AuthListener;
        await using var client = await H2.DialAsync(listener: listener);
        var credentials = Requests.BasicCredentials(listener.User!, listener.Password!);
        var stream = await client.SendAsync(
            Fields("GET", origin.Authority, "/x", new Http2Field("proxy-authorization", credentials)));
        (await stream.ResponseAsync()).Should().HaveStatus(200);
        origin.Requests[0].Should().NotHaveField("Proxy-Authorization");
    }

    private async Task<WireRequest> ForwardedAsync(params Http2Field[] further)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        return await H2.ForwardedAsync(origin, Fields("GET", origin.Authority, "/x", further));
    }
}
