using System.Net;
using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Dialling;

/// <summary>
/// Decides where the proxy may connect to. Otherwise CONNECT would reach any port of any host (RFC 9110 §9.3.6).
/// </summary>
/// <param name="allowedPorts">The ports that may be reached; null for any.</param>
/// <param name="denied">What may not be reached.</param>
/// <param name="listens">Where the proxy listens: nothing may lead back there (RFC 9110 §7.6).</param>
internal sealed class DestinationPolicy(
    IReadOnlyList<PortRange>? allowedPorts, IReadOnlyList<DenyRule> denied, IReadOnlyList<IPEndPoint> listens)
{
    /// <summary>Why the target as it is written is refused, by its port or its name; null if it is not.</summary>
    public RejectionReason? Check(Authority target)
    {
        if (allowedPorts is { } ports && !ports.Any(range => range.Contains(target.Port)))
            return RejectionReason.PortNotAllowed;

        var name = target.Host.TrimEnd('.');
        return denied.Any(rule => Applies(rule, target.Port) && name.Equals(rule.Host, StringComparison.OrdinalIgnoreCase))
            ? RejectionReason.DestinationDenied
            : null;
    }

    /// <summary>Why a resolved address is refused; null if it is not. Only addresses that were checked are dialled.</summary>
    /// <param name="address">One address of the target.</param>
    /// <param name="port">The target's port.</param>
    public RejectionReason? Check(IPAddress address, int port)
    {
        if (listens.Any(listen => listen.Port == port && LeadsTo(listen.Address, ReachedAddress.Of(address))))
            return RejectionReason.LoopDetected;
        return denied.Any(rule => Applies(rule, port) && Denies(rule, address)) ? RejectionReason.AddressProhibited : null;
    }

    private static bool Denies(DenyRule rule, IPAddress address) =>
        rule.Network is { } network && ReachedAddress.AllOf(address).Any(network.Contains);

    private static bool Applies(DenyRule rule, int port) => rule.Port is null || rule.Port == port;

    // A proxy that listens on every address of a family can be reached at each that this machine has.
    private static bool LeadsTo(IPAddress listen, IPAddress address)
    {
        var everywhere = address.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any;
        return address.Equals(ReachedAddress.Of(listen)) || (listen.Equals(everywhere) && ReachedAddress.IsThisMachine(address));
    }
}
