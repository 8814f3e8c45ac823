using System.Text;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Http10;

/// <summary>A proxy speaks for itself: the version on each side is its own (RFC 9112 §2.3).</summary>
public sealed class Versions(string proxy) : Scenario(proxy)
{
    [Requirement("http10/forward-version", Title = "A forwarded request carries the proxy's own version")]
    public async Task A_forwarded_request_carries_the_proxys_own_version()
    {
        // 1. Whatever it is, it is the same for every client.
        var (of10, _, _) = await ForwardedAsync("HTTP/1.0");
        var (of11, reply, marks) = await ForwardedAsync("HTTP/1.1");
        if (of10 != of11)
        {
            throw new RequirementBrokenException(
                ReasonIds.Version,
                $"expected the proxy's own version whatever the client's is, but an HTTP/1.0 request is forwarded as {of10} and "
                + $"an HTTP/1.1 request as {of11}")
            {
                Marks = marks,
            };
        }

        // 2. A lower version than it speaks to the client is a downgrade, for which there should be a reason (RFC 9110 §6.2).
        if (of11 == "HTTP/1.0" && reply != of11)
        {
            Warn(ReasonIds.Version, $"every request is forwarded as {of11}, although the proxy answers its client with {reply}",
                marks);
        }
        else if (of11 == "HTTP/1.0")
        {
            Note("the proxy speaks HTTP/1.0 on both sides");
        }
    }

    [Requirement("http10/origin-10", Title = "The response of an HTTP/1.0 origin arrives whole in the proxy's own version")]
    public async Task The_reply_of_an_HTTP_1_0_origin_arrives_whole_in_the_proxys_own_version()
    {
        var body = new string('x', 20_000);
        await using var origin = await Origins.HttpClosingAsync("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n" + body);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Get(origin.Http("/")));
        var response = await client.ReadResponseAsync("GET");

        response.Should().HaveStatus(200).And.HaveVersion("HTTP/1.1").And.HaveCompleteBody();
        response.Should().HaveBody(body);
    }

    [Requirement("http10/reject-09")]
    public async Task A_request_line_without_a_version_is_rejected()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        // By the time that anything arrives, it has been served or not. The error may come in the form of HTTP/0.9, a bare body.
        await client.SendAsync($"GET {origin.Http("/")}\r\n\r\n");
        var closed = await client.IsClosedAsync();
        await origin.Should().HaveSeenNoConnectionAsync("HTTP/0.9 must not be served");
        if (closed)
            return;

        var sent = Encoding.Latin1.GetString(await client.ReadSomeAsync());
        if (Answers.IsSuccessful(sent))
        {
            throw new RequirementBrokenException(ReasonIds.Accepted, $"expected no 2xx, but got \"{ByteText.Escape(sent)}\"")
            {
                Marks = client.Arrivals,
            };
        }
    }

    // The version that the origin saw and where, and that of the response.
    private async Task<(string Forwarded, string Reply, IReadOnlyList<Mark> Marks)> ForwardedAsync(string version)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(
            Requests.Get(origin.Http("/x")).Replace(" HTTP/1.1\r\n", $" {version}\r\n", StringComparison.Ordinal));
        var response = await client.ReadResponseAsync("GET");
        response.Should().HaveStatus(200);

        return (origin.Requests[0].Version, response.Version, origin.Requests[0].Marks.StartLine);
    }
}
