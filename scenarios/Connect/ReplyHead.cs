using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Connect;

/// <summary>What the head of a 2xx reply to CONNECT may and may not carry.</summary>
public sealed class ReplyHead(string proxy) : Scenario(proxy)
{
    [Requirement("connect/no-content-length-2xx", Title = "A 2xx response to CONNECT carries no Content-Length")]
    public async Task A_2xx_response_to_CONNECT_carries_no_Content_Length() =>
        (await ReplyAsync()).Should().BeSuccessful().And.NotHaveField("Content-Length");

    [Requirement("connect/no-transfer-encoding-2xx", Title = "A 2xx response to CONNECT carries no Transfer-Encoding")]
    public async Task A_2xx_response_to_CONNECT_carries_no_Transfer_Encoding() =>
        (await ReplyAsync()).Should().BeSuccessful().And.NotHaveField("Transfer-Encoding");

    [Requirement("connect/status-line-space")]
    public async Task The_status_line_keeps_its_space_even_without_a_reason_phrase()
    {
        var reply = await ReplyAsync();

        reply.Should().BeSuccessful();
        reply.Should().HaveStatusLineSpace();
    }

    [Requirement("connect/response-version")]
    public async Task The_reply_carries_the_highest_version_that_the_proxy_conforms_to() =>
        (await ReplyAsync()).Should().BeSuccessful().And.HaveVersion("HTTP/1.1");

    [Requirement("connect/no-close-option-2xx",
        Title = "A 2xx reply does not announce close, since read literally that would end the tunnel")]
    public async Task A_2xx_reply_does_not_announce_close_since_read_literally_that_would_end_the_tunnel()
    {
        var reply = await ReplyAsync();

        reply.Should().BeSuccessful();
        reply.Should().NotHaveMember("Connection", "close");
    }

    private async Task<WireResponse> ReplyAsync()
    {
        await using var origin = await Origins.EchoAsync();
        await using var client = await Proxy.DialAsync();
        var reply = await client.ConnectAsync(origin);

        // The head of a 2xx is graded only if it opens a tunnel to the origin.
        if (reply.IsSuccessful)
        {
            await client.SendAsync(AnyBytes.Ping);
            await origin.NextConnectionAsync();
        }

        return reply;
    }
}
