using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Socks;

/// <summary>What scenarios about SOCKS5 share.</summary>
internal static class Replies
{
    /// <summary>Dials the proxy and agrees on no authentication.</summary>
    public static async Task<WireConnection> NegotiatedAsync(this ProxyHandle proxy, Listener listener)
    {
        var client = await proxy.DialAsync(listener);
        await client.OfferAsync(Socks5.NoAuthentication);
        return client;
    }

    /// <summary>Opens a tunnel, to an origin that the scenario plays itself.</summary>
    public static async Task<(WireConnection Client, WireConnection Server)> SocksTunnelAsync(
        this ProxyHandle proxy, Listener listener, Origin origin)
    {
        var client = await proxy.NegotiatedAsync(listener);
        Are(await client.RequestAsync($"{origin.Address}", origin.Port), 0);
        return (client, await origin.NextConnectionAsync());
    }

    /// <summary>The reply is well-formed, with one of these codes.</summary>
    public static void Are(Socks5Reply reply, params byte[] codes)
    {
        if (reply is not { Version: 5, Reserved: 0, AddressType: 1 or 3 or 4 } || !codes.Contains(reply.Code))
        {
            throw new RequirementBrokenException(ReasonIds.SocksReply,
                $"expected a reply with the code {Named(codes)}, but got {Convert.ToHexString(reply.Bytes)}")
            {
                Marks = reply.Bytes.Marks(),
            };
        }
    }

    private static string Named(byte[] codes) => string.Join(" or ", codes.Select(code => $"{code:X2}"));
}
