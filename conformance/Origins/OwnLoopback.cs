using System.Net;
using System.Net.Sockets;

namespace ConformanceKit.Origins;

/// <summary>
/// A loopback address that belongs to this run alone, so that nothing else on the machine, and no other run in particular, can
/// answer in an origin's place or be counted there; ports 80 and 443 at that address belong to the run too. It also makes a free
/// port quick to find: on 127.0.0.1, where connections come from, thousands of recently used ports would have to be skipped.
/// </summary>
internal static class OwnLoopback
{
    // Lower addresses are used by systems and tests: 127.0.0.1, 127.0.0.2, 127.0.0.53, 127.0.1.1.
    private const int FirstSecondByte = 16;
    private const int ClaimPort = 19_999;
    private const int MostTries = 20;

    private static readonly Lazy<(IPAddress Address, Socket? Claim)> s_chosen = new(Choose);

    /// <summary>The address; 127.0.0.1 if this system has no other.</summary>
    public static IPAddress Address => s_chosen.Value.Address;

    /// <summary>The source of the harness's own connections: a loopback address of the family, with any port.</summary>
    /// <param name="family">The family of the destination address.</param>
    public static IPEndPoint Source(AddressFamily family) =>
        new(family == AddressFamily.InterNetwork ? Address : IPAddress.IPv6Loopback, 0);

    // The claim keeps other runs away; the system releases it when this process ends.
    private static (IPAddress Address, Socket? Claim) Choose()
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var address = new IPAddress(
                [127, (byte)Random.Shared.Next(FirstSecondByte, 255), (byte)Random.Shared.Next(256),
                    (byte)Random.Shared.Next(1, 255)]);
            var claim = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                claim.Bind(new IPEndPoint(address, ClaimPort));
                // .NET sets SO_REUSEADDR, with which another run could bind here too.
                claim.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, false);
                return (address, claim);
            }
            catch (SocketException)
            {
                claim.Dispose();
            }
        }

        return (IPAddress.Loopback, null);
    }
}
