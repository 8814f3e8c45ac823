using System.Text;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Connect;

/// <summary>Forms in which a correct CONNECT may arrive, and some in which it must not be taken for one.</summary>
public sealed class RequestHead(string proxy) : Scenario(proxy)
{
    [Requirement("connect/ipv6-literal", DependsOn = "connect/establish")]
    public async Task A_bracketed_IPv6_literal_is_a_target()
    {
        await using var origin = await Origins.EchoV6Async(Cancel);
        await using var client = await Proxy.DialAsync(Cancel);

        (await client.ConnectAsync(origin, Cancel)).Should().BeSuccessful();
        await AssertTunnelAsync(client);
    }

    [Requirement("connect/host-case", DependsOn = "connect/establish")]
    public async Task The_host_of_a_target_is_case_insensitive()
    {
        await using var origin = await Origins.EchoNamedAsync(Cancel);
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendAsync(Requests.Connect($"{origin.Host.ToUpperInvariant()}:{origin.Port}"), Cancel);

        (await client.ReadResponseAsync("CONNECT", Cancel)).Should().BeSuccessful();
        await AssertTunnelAsync(client);
    }

    [Requirement("connect/method-case", DependsOn = "connect/establish")]
    public async Task The_method_is_case_sensitive_so_connect_opens_no_tunnel()
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendAsync($"connect {origin.Authority} HTTP/1.1\r\nHost: {origin.Authority}\r\n\r\n", Cancel);
        var response = await client.ReadHeadAsync(Cancel);

        // Forwarded as a method that nobody defined it is no tunnel either, if an odd request.
        if (origin.Requests.Count == 0) response.Should().BeRejection();
    }

    [Requirement("connect/unknown-header", DependsOn = "connect/establish")]
    public async Task An_unknown_field_does_not_stand_in_the_way()
    {
        await using var origin = await Origins.EchoAsync(Cancel);
        await using var client = await Proxy.DialAsync(Cancel);

        (await client.ConnectAsync(origin, Cancel, "X-Foo: 1")).Should().BeSuccessful();
        await AssertTunnelAsync(client);
    }

    [Requirement("connect/leading-crlf", DependsOn = "connect/establish")]
    public async Task An_empty_line_before_the_request_line_is_ignored()
    {
        await using var origin = await Origins.EchoAsync(Cancel);
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendAsync("\r\n" + Requests.Connect(origin.Authority), Cancel);

        (await client.ReadResponseAsync("CONNECT", Cancel)).Should().BeSuccessful();
        await AssertTunnelAsync(client);
    }

    [Requirement("connect/byte-by-byte", DependsOn = "connect/establish")]
    public async Task A_head_may_arrive_one_octet_at_a_time()
    {
        await using var origin = await Origins.EchoAsync(Cancel);
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendBytewiseAsync(Requests.Connect(origin.Authority), Cancel);

        (await client.ReadResponseAsync("CONNECT", Cancel)).Should().BeSuccessful();
        await AssertTunnelAsync(client);
    }

    [Requirement("connect/content-headers", DependsOn = "connect/establish")]
    public async Task A_CONNECT_with_content_is_rejected_or_its_content_is_handled_consistently()
    {
        await using var origin = await Origins.ListenAsync(Cancel);
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendAsync(Requests.Connect(origin.Authority, "Content-Length: 5") + AnyBytes.Ping, Cancel);

        // No clause asks for a status here; a bare end is a rejection that explains nothing.
        if (await client.IsClosedAsync(Cancel))
        {
            Warn(ReasonIds.ClosedWithoutReply, "a CONNECT with content ends the connection without a reply");
            return;
        }

        var response = await client.ReadResponseAsync("CONNECT", Cancel);
        if (!response.IsSuccessful)
        {
            response.Should().BeRejection();
            return;
        }

        // The five octets are the request's content (dropped) or the tunnel's first (relayed): never a part of them.
        await using var arrived = await origin.NextConnectionAsync(Cancel);
        await client.SendAsync(AnyBytes.Sentinel, Cancel);
        client.ShutdownSend();
        Encoding.Latin1.GetString((await arrived.ReadToEndAsync(Cancel)).Bytes).Should().BeOneOf(AnyBytes.Sentinel, AnyBytes.Ping + AnyBytes.Sentinel);
    }

    private async Task AssertTunnelAsync(WireConnection client)
    {
        await client.SendAsync(AnyBytes.Ping, Cancel);
        (await client.ReadExactlyAsync(AnyBytes.Ping.Length, Cancel)).Should().Equal(AnyBytes.Ping);
    }
}
