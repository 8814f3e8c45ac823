using System.Net;

namespace ConformanceKit.Origins;

/// <summary>Where the origins of a scenario listen.</summary>
/// <param name="Address">The local address to listen on.</param>
/// <param name="Host">The name or address by which the proxy reaches it, without brackets.</param>
/// <param name="AddressV6">A local IPv6 address that the proxy reaches too, or null if there is none.</param>
public sealed record OriginPlace(IPAddress Address, string Host, IPAddress? AddressV6)
{
    /// <summary>The range from which they take their ports.</summary>
    public OriginPorts Ports { get; init; } = OriginPorts.Default;
}
