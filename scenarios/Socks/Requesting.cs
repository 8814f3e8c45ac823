using System.Net;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Socks;

/// <summary>Requests, and the one byte that says what became of them (RFC 1928 §4 to §6).</summary>
public sealed class Requesting(string proxy) : Scenario(proxy)
{
    private const byte Refused = 0x05;
    private const byte HostUnreachable = 0x04;
    private const byte GeneralFailure = 0x01;
    private const byte NotAllowed = 0x02;
    private const byte CommandNotSupported = 0x07;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10); // RFC 1928 §6

    [Requirement("socks/connect-ipv4", Title = "An IPv4 address is dialled, and bytes pass both ways")]
    public Task An_IPv4_address_is_dialled_and_bytes_pass_both_ways() => AssertRelayedAsync(origin => $"{origin.Address}");

    [Requirement("socks/connect-ipv6", Title = "An IPv6 address is dialled, and bytes pass both ways")]
    public async Task An_IPv6_address_is_dialled_and_bytes_pass_both_ways()
    {
        RequireFeature(ProxyFeatures.IPv6);
        await using var origin = await Origins.EchoV6Async();
        await AssertRelayedAsync(origin, $"{origin.Address}");
    }

    [Requirement("socks/connect-domain", Title = "A domain name is resolved by the proxy, and bytes pass both ways")]
    public async Task A_domain_name_is_resolved_by_the_proxy_and_bytes_pass_both_ways()
    {
        await AssertRelayedAsync(origin => IPAddress.TryParse(origin.Host, out _) ? Proxy.UnderscoreHost : origin.Host);
    }

    [Requirement("socks/refused", Title = "A refused connection has the code 05")]
    public async Task A_refused_connection_has_the_code_05()
    {
        await using var refused = await Origins.RefusedAsync();
        await AssertFailsAsync($"{refused.Address}", refused.Port, Refused);
    }

    [Requirement("socks/dns-fail", Title = "A name that does not resolve has the code 04")]
    public async Task A_name_that_does_not_resolve_has_the_code_04()
    {
        await using var client = await Proxy.NegotiatedAsync(Proxy.Socks5Listener);
        await client.SendAsync(Socks5.Request(Socks5.Connect, $"{Guid.NewGuid():N}.invalid", 80));
        var reply = await client.ReadReplyAsync();
        Replies.Are(reply, HostUnreachable, GeneralFailure);
        if (reply.Code == GeneralFailure)
            Warn(ReasonIds.SocksReply, "the code is 01, which says nothing, not 04, host unreachable", reply.Bytes.Marks());
    }

    [Requirement("socks/denied", Title = "What the policy refuses has the code 02")]
    public async Task What_the_policy_refuses_has_the_code_02() =>
        await AssertFailsAsync($"{Proxy.DeniedAddress}", 80, NotAllowed);

    [Requirement("socks/failure-closes", Title = "After a failure the connection ends within 10 seconds")]
    public async Task After_a_failure_the_connection_ends_within_10_seconds()
    {
        await using var refused = await Origins.RefusedAsync();
        await using var client = await Proxy.NegotiatedAsync(Proxy.Socks5Listener);
        await client.SendAsync(Socks5.Request(Socks5.Connect, $"{refused.Address}", refused.Port));
        if (await client.IsClosedAsync())
            NotApplicable("the proxy sends no reply: it ends the connection instead");
        if ((await client.ReadReplyAsync()).Code == 0)
            NotApplicable("the proxy claims success for a target that refuses the connection");
        await client.ReadToEndAsync(s_limit);
    }

    [Requirement("socks/bind", Title = "A BIND that is not supported has the code 07")]
    public Task A_BIND_that_is_not_supported_has_the_code_07() => AssertUnsupportedAsync(0x02);

    [Requirement("socks/udp", Title = "A UDP ASSOCIATE that is not supported has the code 07")]
    public Task A_UDP_ASSOCIATE_that_is_not_supported_has_the_code_07() => AssertUnsupportedAsync(0x03);

    private async Task AssertUnsupportedAsync(byte command)
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.NegotiatedAsync(Proxy.Socks5Listener);
        var reply = await client.RequestAsync($"{origin.Address}", origin.Port, command);
        if (reply.Code == 0)
        {
            Note("supported: the proxy accepts the command");
            return;
        }

        Replies.Are(reply, CommandNotSupported, NotAllowed);
        if (reply.Code == NotAllowed)
            Note("supported, but the policy does not allow it here");
    }

    private async Task AssertFailsAsync(string host, int port, byte code)
    {
        await using var client = await Proxy.NegotiatedAsync(Proxy.Socks5Listener);
        Replies.Are(await client.RequestAsync(host, port), code);
    }

    private async Task AssertRelayedAsync(Func<Origin, string> host)
    {
        await using var origin = await Origins.EchoAsync();
        await AssertRelayedAsync(origin, host(origin));
    }

    private async Task AssertRelayedAsync(Origin origin, string host)
    {
        await using var client = await Proxy.NegotiatedAsync(Proxy.Socks5Listener);
        Replies.Are(await client.RequestAsync(host, origin.Port), 0);
        await client.SendAsync(AnyBytes.Ping);
        (await client.ReadExactlyAsync(AnyBytes.Ping.Length)).Should().Equal(AnyBytes.Ping);
    }
}
