using System.Net;
using System.Net.Sockets;

namespace ConformanceKit.Origins;

/// <summary>
/// A loopback address that is this run's alone, so that nothing else on the machine, another run least of all, can answer in the
/// place of an origin or be counted at one: ports 80 and 443 there are this run's too. And a port of it is free at once: on
/// 127.0.0.1, where connections come from, thousands that have ended lately would have to be passed over to find one.
/// </summary>
internal static class OwnLoopback
{
    // Below are addresses that systems and tests use: 127.0.0.1, 127.0.0.2, 127.0.0.53, 127.0.1.1.
    private const int FirstSecondByte = 16;
    private const int ClaimPort = 19_999;
    private const int MostTries = 20;

    private static readonly Lazy<(IPAddress Address, Socket? Claim)> s_chosen = new(Choose);

    /// <summary>The address; 127.0.0.1 where this system has no other.</summary>
    public static IPAddress Address => s_chosen.Value.Address;

    /// <summary>Where a connection of the harness's own comes from: a loopback address of the family, with any port.</summary>
    /// <param name="family">That of the address that it goes to.</param>
    public static IPEndPoint Source(AddressFamily family) =>
        new(family == AddressFamily.InterNetwork ? Address : IPAddress.IPv6Loopback, 0);

    // The claim keeps other runs away; the system lets go of it when this process ends.
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
                // .NET sets it, and another could bind too.
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
