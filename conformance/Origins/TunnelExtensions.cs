using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <summary>The request that most scenarios begin with.</summary>
public static class TunnelExtensions
{
    /// <summary>Sends a CONNECT for an origin, with its Host field, and reads the response.</summary>
    /// <param name="client">A connection to the proxy.</param>
    /// <param name="origin">The target.</param>
    /// <param name="fieldLines">Further field lines, without line ends.</param>
    /// <returns>The response; after a 2xx the connection is the tunnel, after anything else the body has been read.</returns>
    /// <exception cref="RequirementBrokenException">As with <see cref="WireConnection.ReadResponseAsync"/>.</exception>
    public static async Task<WireResponse> ConnectAsync(
        this WireConnection client, Origin origin, params string[] fieldLines)
    {
        await client.SendAsync(Requests.Connect(origin.Authority, fieldLines));
        return await client.ReadResponseAsync("CONNECT");
    }
}
