using System.Text;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Connect;

/// <summary>Forms in which a correct CONNECT may arrive, and some that must not be mistaken for one.</summary>
public sealed class RequestHead(string proxy) : Scenario(proxy)
{
    [Requirement("connect/ipv6-literal")]
    public async Task A_bracketed_IPv6_literal_is_a_target()
    {
        await using var origin = await Origins.EchoV6Async();
        await using var client = await Proxy.DialAsync();

        (await client.ConnectAsync(origin)).Should().BeSuccessful();
        await AssertTunnelAsync(client);
    }

    [Requirement("connect/host-case", Title = "The host of a target is case-insensitive")]
    public async Task The_host_of_a_target_is_case_insensitive()
    {
        await using var origin = await Origins.EchoNamedAsync();

        // If the proxy cannot reach the name at all, its refusal shows nothing about case.
        if (!(await OpenAsync(origin.Host.ToLowerInvariant())).IsSuccessful)
            NotApplicable($"the proxy opens no tunnel to {origin.Authority} in lower case either");
        (await OpenAsync(origin.Host.ToUpperInvariant())).Should().BeSuccessful();

        async Task<WireResponse> OpenAsync(string host)
        {
            await using var client = await Proxy.DialAsync();
            await client.SendAsync(Requests.Connect($"{host}:{origin.Port}"));
            var response = await client.ReadResponseAsync("CONNECT");
            if (response.IsSuccessful)
                await AssertTunnelAsync(client);
            return response;
        }
    }

    [Requirement("connect/method-case", Title = "The method is case-sensitive, so connect opens no tunnel")]
    public async Task The_method_is_case_sensitive_so_connect_opens_no_tunnel()
    {
        await AssertOpensTunnelsAsync();
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        // Forwarded as an undefined method it is an odd request, but not a tunnel either.
        await ForwardedUnlessRefusedAsync(
            client,
            $"connect {origin.Authority} HTTP/1.1\r\nHost: {origin.Authority}\r\n\r\n",
            "methods are case-sensitive",
            origin);
    }

    [Requirement("connect/unknown-header")]
    public async Task An_unknown_field_does_not_stand_in_the_way()
    {
        await using var origin = await Origins.EchoAsync();
        await using var client = await Proxy.DialAsync();

        (await client.ConnectAsync(origin, "X-Foo: 1")).Should().BeSuccessful();
        await AssertTunnelAsync(client);
    }

    [Requirement("connect/leading-crlf")]
    public async Task An_empty_line_before_the_request_line_is_ignored()
    {
        await using var origin = await Origins.EchoAsync();
        await using var client = await Proxy.DialAsync();

        await client.SendAsync("\r\n" + Requests.Connect(origin.Authority));

        (await client.ReadResponseAsync("CONNECT")).Should().BeSuccessful();
        await AssertTunnelAsync(client);
    }

    [Requirement("connect/byte-by-byte")]
    public async Task A_head_may_arrive_one_byte_at_a_time()
    {
        await using var origin = await Origins.EchoAsync();
        await using var client = await Proxy.DialAsync();

        await client.SendBytewiseAsync(Requests.Connect(origin.Authority));

        (await client.ReadResponseAsync("CONNECT")).Should().BeSuccessful();
        await AssertTunnelAsync(client);
    }

    [Requirement("connect/content-headers")]
    public async Task A_CONNECT_with_content_is_rejected_or_its_content_is_handled_consistently()
    {
        const string ping = AnyBytes.Ping, sentinel = AnyBytes.Sentinel;
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();

        var request = Requests.Connect(origin.Authority, $"Content-Length: {ping.Length}") + ping;
        var arrived = await OpenedUnlessRefusedAsync(client, request, "content in a CONNECT has no defined meaning", origin);
        if (arrived is null)
            return;

        // The bytes are the request's content (dropped) or the tunnel's first (relayed), never partly each.
        await client.SendAsync(sentinel);
        var came = await ArrivingAsync(arrived, sentinel, ping + sentinel);
        if (came is not (sentinel or ping + sentinel))
        {
            throw new RequirementBrokenException(
                ReasonIds.BytesDiffer,
                $"of the content \"{ByteText.Escape(ping)}\" and the tunnel's \"{ByteText.Escape(sentinel)}\" the origin got "
                + $"\"{ByteText.Escape(came)}\" and no more: expected both, or only what came after the content")
            {
                Marks = arrived.Arrivals,
            };
        }
    }

    // Reads until what has arrived is one of these, or cannot become one any more.
    private static async Task<string> ArrivingAsync(WireConnection arrived, string shorter, string longer)
    {
        var came = "";
        try
        {
            while (came != shorter && came.Length < longer.Length && await arrived.ReadSomeAsync() is { Length: > 0 } piece)
                came += Encoding.Latin1.GetString(piece);
        }
        catch (RequirementBrokenException nothing) when (nothing.ReasonId == ReasonIds.BytesTimeout)
        {
            // Nothing more arrives.
        }

        return came;
    }

    private static async Task AssertTunnelAsync(WireConnection client)
    {
        await client.SendAsync(AnyBytes.Ping);
        (await client.ReadExactlyAsync(AnyBytes.Ping.Length)).Should().Equal(AnyBytes.Ping);
    }
}
