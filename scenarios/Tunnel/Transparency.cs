using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Tunnel;

/// <summary>A tunnel is blind: whatever is sent arrives, unchanged, whatever it looks like.</summary>
public sealed class Transparency(string proxy) : Scenario(proxy)
{
    // Telnet: IAC DO ECHO, IAC WILL SUPPRESS-GO-AHEAD, IAC SB TERMINAL-TYPE SEND IAC SE, a doubled IAC, CR NUL.
    private const string TelnetOctets = "\xff\xfd\x01\xff\xfb\x03\xff\xfa\x18\x01\xff\xf0\xff\xff\r\0login: ";

    private static readonly byte[] AllOctets =
        [.. Enumerable.Range(0, 256).Select(i => (byte)i), .. "\r\n\r\n\n\n\r\r\0\0"u8, .. Enumerable.Range(0, 256).Select(i => (byte)(255 - i))];

    [Requirement("tunnel/binary", DependsOn = "connect/establish")]
    [Input("all-octets", false)]
    [Input("telnet", true)]
    public async Task Every_octet_passes_unchanged_in_both_directions(bool telnet)
    {
        var octets = telnet ? System.Text.Encoding.Latin1.GetBytes(TelnetOctets) : AllOctets;
        await using var origin = await Origins.ListenAsync(Cancel);
        await using var client = await Proxy.DialAsync(Cancel);
        (await client.ConnectAsync(origin, Cancel)).Should().BeSuccessful();
        await using var arrived = await origin.NextConnectionAsync(Cancel);

        await client.SendAsync(octets, Cancel);
        (await arrived.ReadExactlyAsync(octets.Length, Cancel)).Should().Equal(octets);
        await arrived.SendAsync(octets, Cancel);
        (await client.ReadExactlyAsync(octets.Length, Cancel)).Should().Equal(octets);
    }

    [Requirement("tunnel/no-parse", DependsOn = "connect/establish")]
    [Input("request", "GET http://other.invalid/ HTTP/1.1\r\nHost: other.invalid\r\nConnection: close\r\n\r\n")]
    [Input("connect", "CONNECT other.invalid:1 HTTP/1.1\r\nHost: other.invalid:1\r\n\r\n")]
    [Input("blank-lines", "\r\n\r\n\r\n\r\n")]
    public async Task What_looks_like_HTTP_inside_a_tunnel_is_only_bytes(string lookalike)
    {
        await using var origin = await Origins.ListenAsync(Cancel);
        await using var client = await Proxy.DialAsync(Cancel);
        (await client.ConnectAsync(origin, Cancel)).Should().BeSuccessful();

        await client.SendAsync(lookalike, Cancel);
        client.ShutdownSend();

        await using var arrived = await origin.NextConnectionAsync(Cancel);
        (await arrived.ReadToEndAsync(Cancel)).Should().HaveBytes(lookalike);
    }

    [Requirement("tunnel/server-first", DependsOn = "connect/establish")]
    [Input("smtp", "220 mail.test ESMTP ready\r\n", "QUIT\r\n", "221 Bye\r\n")]
    [Input("ftp", "220 FTP server ready\r\n", "USER anonymous\r\n", "331 Password required\r\n")]
    [Input("ssh", "SSH-2.0-conformance_1.0\r\n", "SSH-2.0-client_1.0\r\n", "\0\0\0\x0c\n\x14")]
    public async Task A_server_that_speaks_first_is_heard_before_the_client_says_anything(string banner, string command, string reply)
    {
        await using var origin = await Origins.ListenAsync(Cancel);
        await using var client = await Proxy.DialAsync(Cancel);
        (await client.ConnectAsync(origin, Cancel)).Should().BeSuccessful();
        await using var server = await origin.NextConnectionAsync(Cancel);

        // 1. The client is silent until it has the whole banner.
        await server.SendAsync(banner, Cancel);
        await AssertReceivesAsync(client, banner);

        // 2. Then the dialogue goes on.
        await client.SendAsync(command, Cancel);
        await AssertReceivesAsync(server, command);
        await server.SendAsync(reply, Cancel);
        await AssertReceivesAsync(client, reply);
    }

    [Requirement("tunnel/banner-coalesced", DependsOn = "connect/establish")]
    public async Task A_banner_sent_on_accept_follows_the_blank_line_exactly()
    {
        const string banner = "220-first line\r\n220 second line\r\n";
        await using var origin = await Origins.BannerAsync(banner, Cancel);
        await using var client = await Proxy.DialAsync(Cancel);

        // The banner may come in the same segment as the 2xx: nothing may be lost or added at the boundary.
        (await client.ConnectAsync(origin, Cancel)).Should().BeSuccessful();
        await AssertReceivesAsync(client, banner);
    }

    private async Task AssertReceivesAsync(WireConnection receiver, string expected) =>
        (await receiver.ReadExactlyAsync(expected.Length, Cancel)).Should().Equal(expected);
}
