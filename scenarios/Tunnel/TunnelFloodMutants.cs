using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;

namespace ConformanceKit.Scenarios.Tunnel;

/// <summary>
/// Proxies that do everything right until a side of a tunnel ends, and then send the other one bytes without end. Whether a
/// scenario sees the flood depends on how long it looks at that side.
/// </summary>
internal static class TunnelFloodMutants
{
    [Mutant("floods-the-client-in-the-end", "sends the client bytes without end when the origin closes the tunnel")]
    [Kills("tunnel/close-other-side/origin", ReasonIds.Flood)]
    [Related("*")]
    public static Flaw FloodsTheClient() => new Flaw().Tunnel(Leg.ToClient, Flooding);

    [Mutant("floods-the-origin-in-the-end", "sends the origin bytes without end when the client closes the tunnel")]
    [Kills("tunnel/close-other-side/client", ReasonIds.Flood)]
    [Related("*")]
    public static Flaw FloodsTheOrigin() => new Flaw().Tunnel(Leg.FromClient, Flooding);

    private static ByteSink Flooding(ByteSink next) => new WatchingFilter(next)
    {
        Finished = async () =>
        {
            for (var piece = new byte[64 * 1024]; ;)
                await next.SendAsync(piece);
        },
    };
}
