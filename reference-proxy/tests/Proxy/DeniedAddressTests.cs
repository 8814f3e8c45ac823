using ConformanceKit.ReferenceProxy.Dialling;

namespace ConformanceKit.ReferenceProxy.Tests.Proxy;

/// <summary>A rule against loopback, and every other way to write or to reach it.</summary>
internal sealed class DeniedAddressTests : ProxyTest
{
    private static readonly string[] s_loopback =
    [
        "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "0", "0.0.0.0",
        "0x0", "00",
        "[::]", "[0:0:0:0:0:0:0:0]", "[0::0]", "[::0.0.0.0]", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
        "[0:0:0:0:0:FFFF:127.0.0.1]",
        "[::ffff:0.0.0.0]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]", "127.0.0.%31", "localhost", "LOCALHOST",
        "loc%61lhost",
    ];

    [TestCaseSource(nameof(s_loopback))]
    public async Task It_is_prohibited_in_every_spelling(string host)
    {
        StartProxy(o => o with { Denied = [DenyRule.Parse("127.0.0.0/8"), DenyRule.Parse("::1")] });
        var target = $"{host}:{Origin.Port}";
        (await RefusedAsync($"CONNECT {target} HTTP/1.1\r\nHost: x\r\n\r\n")).Should().StartWith("HTTP/1.1 502 ")
            .And.Contain("destination_ip_prohibited");
        (await RefusedAsync($"GET http://{target}/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
            .Should().StartWith("HTTP/1.1 502 ").And.Contain("destination_ip_prohibited");
    }

    [TestCase("127.0.0.1.")]
    [TestCase("localhost.")]
    [TestCase("[::ffff:0:127.0.0.1]")]
    [TestCase("[[::1]]")]
    [TestCase("[127.0.0.1]")]
    [TestCase("[localhost]")]
    [TestCase("[::1%25lo]")]
    [TestCase("127.0.0.1%00")]
    public async Task What_may_not_be_an_address_at_all_is_not_reached_either(string host)
    {
        StartProxy(o => o with { Denied = [DenyRule.Parse("127.0.0.0/8"), DenyRule.Parse("::1")] });
        foreach (var line in new[] { $"CONNECT {host}:{Origin.Port}", $"GET http://{host}:{Origin.Port}/" })
        {
            (await RefusedAsync($"{line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .Should().MatchRegex("^HTTP/1.1 (400|502) ");
        }
    }

    [TestCase("::ffff:127.0.0.1", "127.0.0.1")]
    [TestCase("::ffff:127.0.0.0/104", "127.0.0.1")]
    [TestCase("0.0.0.0", "0")]
    [TestCase("::", "[::]")]
    [TestCase("2130706433", "127.0.0.1")]
    public async Task A_rule_may_be_spelled_in_other_ways_too(string rule, string host)
    {
        StartProxy(o => o with { Denied = [DenyRule.Parse(rule)] });
        (await RefusedAsync($"CONNECT {host}:{Origin.Port} HTTP/1.1\r\nHost: x\r\n\r\n")).Should().StartWith("HTTP/1.1 502 ");
    }

    [TestCase("127.0.0.1")]
    [TestCase("127.0.0.9")]
    [TestCase("0")]
    [TestCase("0.0.0.0")]
    [TestCase("[::ffff:127.0.0.1]")]
    [TestCase("localhost")]
    [TestCase("2130706433")]
    public async Task The_proxy_itself_is_not_reached(string host)
    {
        StartProxy(o => o with { Listen = new IPEndPoint(IPAddress.Any, 0), AllowedClients = [IPNetwork.Parse("127.0.0.0/8")] });
        var client = await Peer.DialAsync(new IPEndPoint(IPAddress.Loopback, Proxy.EndPoint.Port));
        await client.SendAsync($"CONNECT {host}:{Proxy.EndPoint.Port} HTTP/1.1\r\nHost: x\r\n\r\n");
        (await client.ReadToFinAsync()).Should().StartWith("HTTP/1.1 502 ");
        client.Dispose();
    }
}
