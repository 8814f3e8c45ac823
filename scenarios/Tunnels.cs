using ConformanceKit.Grading;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios;

/// <summary>
/// Opens the tunnels that scenarios take for granted. Those that are about the opening itself ask for it step by step.
/// </summary>
internal static class Tunnels
{
    /// <summary>Dials the proxy, and has it open a tunnel.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="origin">Where the tunnel leads.</param>
    /// <param name="listener">Which listener is dialled; by default the one that asks for no credentials.</param>
    /// <returns>The client's end, of which nothing but the reply is read. It is closed after the scenario at the
    /// latest.</returns>
    public static async Task<WireConnection> TunnelAsync(
        this ProxyHandle proxy, Origin origin, Listener? listener = null)
    {
        var client = await proxy.DialAsync(listener ?? proxy.PlainListener);
        (await client.ConnectAsync(origin)).Should().BeSuccessful();
        return client;
    }

    /// <summary>The same, to an origin for which the scenario itself speaks.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="origin">Where the tunnel leads.</param>
    /// <param name="listener">Which listener is dialled; by default the one that asks for no credentials.</param>
    /// <returns>Both ends. They are closed after the scenario at the latest.</returns>
    public static async Task<(WireConnection Client, WireConnection Server)> TunnelEndsAsync(
        this ProxyHandle proxy, Origin origin, Listener? listener = null)
    {
        var client = await proxy.TunnelAsync(origin, listener);
        return (client, await origin.NextConnectionAsync());
    }
}
