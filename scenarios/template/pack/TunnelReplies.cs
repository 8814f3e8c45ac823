using ConformanceKit.Grading;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ProxyPack._1;

/// <summary>What the reply to CONNECT must not tell.</summary>
public sealed class TunnelReplies(string proxy) : Scenario(proxy)
{
    // The method's name is the title. The clause and the level are in catalogue.json.
    [Requirement("acme/hides-version")]
    public async Task The_reply_to_CONNECT_does_not_tell_the_version_of_the_proxy()
    {
        await using var origin = await Origins.EchoAsync();
        await using var client = await Proxy.DialAsync();

        (await client.ConnectAsync(origin)).Should().BeSuccessful().And.NotHaveField("Server");

        // Only the reply of a proxy that opens a tunnel counts, so the origin has to echo something.
        await client.SendAsync("ping");
        (await client.ReadExactlyAsync(4)).Should().Equal("ping");
    }
}
