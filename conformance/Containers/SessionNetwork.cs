using System.Net;
using System.Net.NetworkInformation;

namespace ConformanceKit.Containers;

/// <summary>
/// How the host and the containers reach each other. Where the bridge is an interface of this machine (Linux), both use the
/// addresses of the bridge itself. Elsewhere (an engine in a virtual machine, or rootless) the container's ports are published
/// on 127.0.0.1 and it reaches the host through the engine's <c>host-gateway</c>.
/// </summary>
internal sealed class SessionNetwork
{
    /// <summary>The name under which containers know the host.</summary>
    public const string OriginHost = "origin.test";

    /// <summary>Another name for it, with an underscore: some reject that in a host name (RFC 3986 §3.2.2 allows it).</summary>
    public const string UnderscoreHost = "my_origin.test";

    private static readonly TimeSpan s_addressLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_addressRetry = TimeSpan.FromMilliseconds(50);

    public SessionNetwork(ContainerNetwork network)
    {
        Network = network;
        Direct = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Any(unicast => unicast.Address.Equals(network.Gateway));
    }

    /// <summary>The network.</summary>
    public ContainerNetwork Network { get; }

    /// <summary>Whether this machine reaches a container at the container's own address.</summary>
    public bool Direct { get; }

    /// <summary>Where origins have to listen.</summary>
    public IPAddress OriginAddress => Direct ? Network.Gateway : IPAddress.Loopback;

    /// <summary>
    /// What to put into a container's hosts file. The bridge's own address is given, because <c>host-gateway</c> is the
    /// address of the engine's default bridge, on which no origin listens.
    /// </summary>
    public IReadOnlyDictionary<string, string> Hosts
    {
        get
        {
            var host = Direct ? Network.Gateway.ToString() : "host-gateway";
            return new Dictionary<string, string> { [OriginHost] = host, [UnderscoreHost] = host };
        }
    }

    /// <summary>
    /// Where origins can listen on IPv6, or null. A bridge's IPv6 address becomes usable about two seconds after the
    /// first container is on it, when duplicate address detection (RFC 4862 §5.4) has ended.
    /// </summary>
    /// <param name="cancel">Cancels the wait.</param>
    public async Task<IPAddress?> OriginAddressV6Async(CancellationToken cancel)
    {
        if (!Direct || Network.GatewayV6 is not { } address)
            return null;

        var limit = Environment.TickCount64 + (long)s_addressLimit.TotalMilliseconds;
        while (!LocalAddress.CanListen(address))
        {
            if (Environment.TickCount64 > limit)
                return null;
            await Task.Delay(s_addressRetry, cancel);
        }

        return address;
    }
}
