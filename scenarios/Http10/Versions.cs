using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Http10;

/// <summary>A proxy speaks for itself: the version on each side is its own (RFC 9112 §2.3).</summary>
public sealed class Versions(string proxy) : Scenario(proxy)
{
    [Requirement("http10/forward-version", Title = "A forwarded request carries the proxy's own version")]
    public async Task A_forwarded_request_carries_the_proxys_own_version()
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        await using var client = await Proxy.DialAsync(Cancel);

        var request = Requests.Get(origin.Http("/x")).Replace(" HTTP/1.1\r\n", " HTTP/1.0\r\n", StringComparison.Ordinal);
        await client.SendAsync(request, Cancel);
        (await client.ReadResponseAsync("GET", Cancel)).Should().HaveStatus(200);

        origin.Requests[0].Should().HaveRequestLine("GET /x HTTP/1.1");
    }

    [Requirement("http10/origin-10", Title = "The reply of an HTTP/1.0 origin arrives whole in the proxy's own version")]
    public async Task The_reply_of_an_HTTP_1_0_origin_arrives_whole_in_the_proxys_own_version()
    {
        var body = new string('x', 20_000);
        await using var origin = await Origins.HttpClosingAsync(Cancel, "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n" + body);
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendAsync(Requests.Get(origin.Http("/")), Cancel);
        var response = await client.ReadResponseAsync("GET", Cancel);

        response.Should().HaveStatus(200).And.HaveVersion("HTTP/1.1").And.HaveCompleteBody();
        response.Should().HaveBody(body);
    }

    [Requirement("http10/reject-09")]
    public async Task A_request_line_without_a_version_is_rejected()
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendAsync($"GET {origin.Http("/")}\r\n\r\n", Cancel);

        // By the time that anything comes, it has been served or not; the answer would be a bare body.
        var closed = await client.IsClosedAsync(Cancel);
        await origin.Should().HaveSeenNoConnectionAsync(Cancel, "HTTP/0.9 is not to be served");
        if (!closed) (await client.ReadResponseAsync("GET", Cancel)).Should().BeRejection("HTTP/0.9 is not to be served");
    }
}
