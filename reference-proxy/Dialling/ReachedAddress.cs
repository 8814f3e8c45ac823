using System.Net;
using System.Net.Sockets;

namespace ConformanceKit.ReferenceProxy.Dialling;

/// <summary>Where a connection leads: the same place has many addresses, and a rule is about the place.</summary>
internal static class ReachedAddress
{
    private static readonly IPNetwork s_nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork s_6to4 = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork s_compatible = IPNetwork.Parse("::/96");

    /// <summary>
    /// The address that the kernel connects to when it is given this one: an IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2) is the
    /// IPv4 address, and the unspecified address is this machine (RFC 1122 §3.2.1.3, RFC 4291 §2.5.2).
    /// </summary>
    public static IPAddress Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.Equals(IPAddress.Any))
            return IPAddress.Loopback;
        return address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
    }

    /// <summary>
    /// The address, the one that the kernel connects to, and the one that a translator or a tunnel on the path makes of that: a
    /// connection may lead to any of them.
    /// </summary>
    public static IEnumerable<IPAddress> AllOf(IPAddress address)
    {
        yield return address;
        var reached = Of(address);
        yield return reached;
        if (EmbeddedIpv4(reached) is { } embedded)
            yield return Of(embedded);
    }

    // IPv4-compatible (RFC 4291 §2.5.5.1), NAT64 (RFC 6052 §2.1), 6to4 (RFC 3056 §2).
    private static IPAddress? EmbeddedIpv4(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address))
            return null;
        var bytes = address.GetAddressBytes();
        if (s_nat64.Contains(address) || s_compatible.Contains(address))
            return new IPAddress(bytes.AsSpan(12, 4));
        return s_6to4.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4)) : null;
    }

    /// <summary>
    /// Whether a connection to it stays on this machine: the kernel would send from the very address that it sends to.
    /// </summary>
    public static bool IsThisMachine(IPAddress address)
    {
        if (IPAddress.IsLoopback(address))
            return true;
        try
        {
            // Nothing is sent: connecting a datagram socket only looks up the route.
            using var probe = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            probe.Connect(address, 9);
            return address.Equals((probe.LocalEndPoint as IPEndPoint)?.Address);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
