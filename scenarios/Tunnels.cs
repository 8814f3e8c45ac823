using ConformanceKit.Grading;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios;

/// <summary>
/// Opens and fills tunnels for scenarios that take them for granted. Scenarios about opening a tunnel go through it step by step.
/// </summary>
internal static class Tunnels
{
    /// <summary>Dials the proxy and opens a tunnel.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="origin">Where the tunnel leads.</param>
    /// <param name="listener">The listener to dial; by default the one that requires no credentials.</param>
    /// <returns>The client's end, from which only the reply has been read; closed after the scenario at the latest.</returns>
    public static async Task<WireConnection> TunnelAsync(
        this ProxyHandle proxy, Origin origin, Listener? listener = null)
    {
        var client = await proxy.DialAsync(listener ?? proxy.PlainListener);
        (await client.ConnectAsync(origin)).Should().BeSuccessful();
        return client;
    }

    /// <summary>The same, to an origin that the scenario plays itself.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="origin">Where the tunnel leads.</param>
    /// <param name="listener">The listener to dial; by default the one that requires no credentials.</param>
    /// <returns>Both ends. They are closed after the scenario at the latest.</returns>
    public static async Task<(WireConnection Client, WireConnection Server)> TunnelEndsAsync(
        this ProxyHandle proxy, Origin origin, Listener? listener = null)
    {
        var client = await proxy.TunnelAsync(origin, listener);
        return (client, await origin.NextConnectionAsync());
    }

    /// <summary>Sends everything, and then FIN.</summary>
    /// <param name="sender">The sender.</param>
    /// <param name="data">What to send.</param>
    /// <returns>Completes when the kernel has accepted all of it.</returns>
    public static async Task SendAndFinishAsync(this WireConnection sender, byte[] data)
    {
        await sender.SendAsync(data);
        sender.ShutdownSend();
    }
}
