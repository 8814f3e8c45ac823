using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.HopByHop;

/// <summary>What Connection may nominate without harm, and what it cannot remove (RFC 9110 §7.6.1).</summary>
public sealed class Nominations(string proxy) : Scenario(proxy)
{
    [Requirement("hop-by-hop/nominated-framing",
        Title = "A nominated Content-Length does not leave the content without a length")]
    [Input("content-length")]
    public Task A_nominated_Content_Length_does_not_leave_the_content_without_a_length() =>
        AssertContentHasALengthAsync("Content-Length", "Content-Length: 5", "hello");

    [Requirement("hop-by-hop/nominated-framing", DependsOn = "absolute-form/chunked-request/one-octet-chunks",
        Title = "A nominated Transfer-Encoding does not leave the content without a length")]
    [Input("transfer-encoding")]
    public Task A_nominated_Transfer_Encoding_does_not_leave_the_content_without_a_length() =>
        AssertContentHasALengthAsync("Transfer-Encoding", "Transfer-Encoding: chunked", "5\r\nhello\r\n0\r\n\r\n");

    [Requirement("hop-by-hop/h2c-upgrade", Title = "An upgrade to h2c is not passed through")]
    public async Task An_upgrade_to_h2c_is_not_passed_through()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(
            Requests.Get(origin.Http("/x"), "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABkAAQCAAAA"));

        // Whether and how it is answered does not matter: what counts is what was forwarded.
        if (!await client.IsClosedAsync())
            await client.ReadResponseAsync("GET");
        await origin.ReceivedAsync();
        if (origin.Requests is [var request, ..])
        {
            request.Should().NotHaveMember("Upgrade", "h2c", "the proxy does not speak h2c")
                .And.NotHaveField("HTTP2-Settings", "Connection nominates it");
        }
    }

    private async Task AssertContentHasALengthAsync(string name, string framing, string body)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        // The sender is at fault (§7.6.1), so refusing the request is just as good.
        var (_, forwarded) = await ForwardedUnlessRefusedAsync(
            client, Requests.Absolute("POST", origin.Http("/x"), $"Connection: {name}", framing) + body,
            $"Connection must not nominate {name}", origin);

        forwarded?.Should().HaveBody("hello", "otherwise the origin would read what follows the head as its next request");
    }
}
