using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Tunnel;

/// <summary>A tunnel is blind: whatever is sent arrives, unchanged, whatever it looks like.</summary>
public sealed class Transparency(string proxy) : Scenario(proxy)
{
    private static readonly byte[] s_allBytes =
        [.. Enumerable.Range(0, 256).Select(i => (byte)i), .. "\r\n\r\n\n\n\r\r\0\0"u8,
            .. Enumerable.Range(0, 256).Select(i => (byte)(255 - i))];

    [Requirement("tunnel/binary/all-octets")]
    public async Task Every_byte_passes_unchanged_in_both_directions()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.TunnelAsync(origin);
        await using var arrived = await origin.NextConnectionAsync();

        await client.SendAsync(s_allBytes);
        (await arrived.ReadExactlyAsync(s_allBytes.Length)).Should().Equal(s_allBytes);
        await arrived.SendAsync(s_allBytes);
        (await client.ReadExactlyAsync(s_allBytes.Length)).Should().Equal(s_allBytes);
    }

    [Requirement("tunnel/binary/telnet")]
    public async Task Telnet_commands_and_doubled_255s_pass_unchanged_in_both_directions()
    {
        await using var origin = await Origins.TelnetAsync();
        await using var client = await Proxy.TunnelAsync(origin);
        await AssertReceivesAsync(client, Telnet.Greeting);

        await client.SendAsync(Telnet.Agreement);
        await AssertReceivesAsync(client, Telnet.Question);
        await client.SendAsync(Telnet.Answer);
        await AssertReceivesAsync(client, Telnet.Prompt);

        ReceivedByOrigin().Should().Equal(Telnet.Agreement + Telnet.Answer);
    }

    [Requirement("tunnel/no-parse")]
    [Input("request", "GET http://other.invalid/ HTTP/1.1\r\nHost:other.invalid\r\nConnection:close\r\n\r\n")]
    [Input("connect", "CONNECT other.invalid:1 HTTP/1.1\r\nHost: other.invalid:1\r\n\r\n")]
    [Input("blank-lines", "\r\n\r\n\r\n\r\n")]
    public async Task What_looks_like_HTTP_inside_a_tunnel_is_only_bytes(string lookalike)
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.TunnelAsync(origin);

        await client.SendAsync(lookalike);
        client.ShutdownSend();

        await using var arrived = await origin.NextConnectionAsync();
        (await arrived.ReadToEndAsync()).Should().HaveBytes(lookalike);
    }

    [Requirement("tunnel/server-first",
        Title = "The greeting of a server that speaks first arrives before the client sends anything")]
    [Input("smtp", "smtp")]
    [Input("ftp", "ftp")]
    [Input("ssh", "ssh")]
    public async Task A_server_that_speaks_first_is_heard_before_the_client_says_anything(string protocol)
    {
        var (server, command, reply) = protocol switch
        {
            "smtp" => (await Origins.SmtpAsync(), "NOOP\r\n", "250 OK\r\n"u8.ToArray()),
            "ftp" => (await Origins.FtpAsync(), "USER anonymous\r\n", "331 Password required\r\n"u8.ToArray()),
            _ => (await Origins.SshAsync(), "SSH-2.0-client_1.0\r\n", SshDialogue.Disconnect),
        };
        await using var origin = server;
        await using var client = await Proxy.TunnelAsync(origin);

        // 1. The client is silent until it has the whole banner.
        await AssertReceivesAsync(client, origin.Banner);

        // 2. Then the dialogue goes on.
        await client.SendAsync(command);
        (await client.ReadExactlyAsync(reply.Length)).Should().Equal(reply);
        ReceivedByOrigin().Should().Equal(command);
    }

    [Requirement("tunnel/banner-coalesced", Title = "A banner sent on accept follows the empty line exactly")]
    public async Task A_banner_sent_on_accept_follows_the_blank_line_exactly()
    {
        const string banner = "220-first line\r\n220 second line\r\n";
        await using var origin = await Origins.BannerAsync(banner);

        // The banner may come in the same segment as the 2xx: nothing may be lost or added at the boundary.
        await using var client = await Proxy.TunnelAsync(origin);
        await AssertReceivesAsync(client, banner);
    }

    private byte[] ReceivedByOrigin() => Transcript.ReceivedOn("origin 1");

    private static async Task AssertReceivesAsync(WireConnection receiver, string expected) =>
        (await receiver.ReadExactlyAsync(expected.Length)).Should().Equal(expected);
}
