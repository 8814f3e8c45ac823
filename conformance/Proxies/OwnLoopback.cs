using System.Net;
using System.Net.Sockets;
using ConformanceKit.Origins;

namespace ConformanceKit.Proxies;

/// <summary>
/// A loopback address that is this run's alone, so that nothing else on the machine, another run least of all, can answer in the
/// place of an origin or be counted at one: ports 80 and 443 there are this run's too.
/// </summary>
internal static class OwnLoopback
{
    // Below are addresses that systems and tests use: 127.0.0.1, 127.0.0.2, 127.0.0.53, 127.0.1.1.
    private const int FirstSecondByte = 16;
    private const int ClaimPort = 19_999;
    private const int MostTries = 20;

    private static readonly Lazy<(IPAddress Address, Socket? Claim)> Chosen = new(Choose);

    /// <summary>The address; 127.0.0.1 where this system has no other.</summary>
    public static IPAddress Address => Chosen.Value.Address;

    /// <summary>The address at which a proxy reaches this run's origins.</summary>
    /// <param name="listener">The proxy.</param>
    /// <param name="notes">Told where it isn't <see cref="Address"/>, and why.</param>
    /// <param name="cancel">Ends the asking.</param>
    public static async Task<IPAddress> ForAsync(IPEndPoint listener, List<string> notes, CancellationToken cancel)
    {
        var (isReached, own) = await AskAsync(Address);
        if (isReached || Address.Equals(IPAddress.Loopback)) return Address;

        // Some proxies allow 127.0.0.1 and not the rest of 127.0.0.0/8.
        var (isSharedReached, _) = await AskAsync(IPAddress.Loopback);
        notes.Add(isSharedReached
            ? $"The proxy reaches origins at 127.0.0.1, but not at {Address}: {own}. They are at 127.0.0.1, which this run shares with "
                + "everything else on this machine. Allow the proxy all of 127.0.0.0/8, or name an address with --origin-address."
            : $"The proxy connects to an origin neither at 127.0.0.1 nor at {Address}: {own}. Allow it loopback targets, or name an "
                + "address of this machine that it may reach with --origin-address.");
        return IPAddress.Loopback;

        Task<(bool IsReached, ProbeRound Round)> AskAsync(IPAddress address) =>
            ReadyProbe.ReachesAsync(listener, new OriginPlace(address, address.ToString(), AddressV6: null), cancel);
    }

    // The claim keeps other runs away; the system lets go of it when this process ends.
    private static (IPAddress Address, Socket? Claim) Choose()
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var address = new IPAddress([127, (byte)Random.Shared.Next(FirstSecondByte, 255), (byte)Random.Shared.Next(256), (byte)Random.Shared.Next(1, 255)]);
            var claim = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                claim.Bind(new IPEndPoint(address, ClaimPort));
                claim.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, false); // .NET sets it, and another could bind too
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
