using System.Net;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Connect;

/// <summary>Where the proxy may connect to. CONNECT would reach any port of any host otherwise (RFC 9110 §9.3.6).</summary>
internal sealed class DestinationPolicy(ProxyOptions options)
{
    /// <summary>What the target as it is written forbids: its port, its name. Null when nothing does.</summary>
    public RejectionReason? Check(Authority target)
    {
        if (options.AllowedPorts is { } ports && !ports.Any(range => range.Contains(target.Port)))
            return RejectionReason.PortNotAllowed;

        var name = target.Host.TrimEnd('.');
        return options.Denied.Any(rule => Applies(rule, target.Port) && name.Equals(rule.Host, StringComparison.OrdinalIgnoreCase))
            ? RejectionReason.DestinationDenied
            : null;
    }

    /// <summary>What a resolved address forbids. Only addresses that were checked are dialled.</summary>
    /// <param name="address">One address of the target.</param>
    /// <param name="port">The target's port.</param>
    /// <param name="self">Where the client reached this proxy: a target there would come back to it (RFC 9110 §7.6).</param>
    public RejectionReason? Check(IPAddress address, int port, IPEndPoint self)
    {
        address = Normalise(address);
        if (port == self.Port && IsSelf(address, Normalise(self.Address)))
            return RejectionReason.LoopDetected;
        return options.Denied.Any(rule => Applies(rule, port) && rule.Network is { } network && network.Contains(address))
            ? RejectionReason.AddressProhibited
            : null;
    }

    private static bool Applies(DenyRule rule, int port) => rule.Port is null || rule.Port == port;

    // A proxy that listens on every address is reached on each loopback address too; 0.0.0.0 and :: connect to loopback.
    private bool IsSelf(IPAddress address, IPAddress self)
    {
        var listensEverywhere = IsAny(options.Listen.Address);
        return address.Equals(self) || (IPAddress.IsLoopback(address) && listensEverywhere)
            || (IsAny(address) && (listensEverywhere || IPAddress.IsLoopback(self)));
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static IPAddress Normalise(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
