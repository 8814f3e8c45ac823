using System.Net;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Trying;

/// <summary>The listener of a proxy to which a request is sent.</summary>
/// <param name="Name">What the proxy is called.</param>
/// <param name="EndPoints">Its addresses, of which the first that accepts a connection is used.</param>
internal sealed record TriedProxy(string Name, IReadOnlyList<IPEndPoint> EndPoints)
{
    /// <summary>Its host and port, as the Host field of a request to the proxy itself has them.</summary>
    public string Authority { get; init; } = EndPoints[0].ToString();

    /// <summary>Whether clients speak TLS to it.</summary>
    public bool IsTls { get; init; }

    /// <summary>The user to log in as; null to send no credentials.</summary>
    public UserPassword? User { get; init; }

    /// <summary>Where an origin has to listen; null if only the proxy's address can tell.</summary>
    public OriginPlace? Place { get; init; }

    /// <summary>Whether it resolves the names of a <see cref="StandIn"/>.</summary>
    public bool KnowsNames { get; init; }

    /// <summary>An instance that is already running. Nothing is sent to it.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="origins">This machine's address at which it reaches origins, or null.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="HarnessException">Its name cannot be resolved.</exception>
    public static async Task<TriedProxy> AtAsync(ProxyAddress address, IPAddress? origins, CancellationToken cancel) =>
        new(address.Authority, [.. (await address.ResolveAsync(cancel)).Select(ip => new IPEndPoint(ip, address.Port))])
        {
            Authority = address.Authority,
            IsTls = address.IsTls,
            User = address.User is { } user ? new(user, address.Password ?? "") : null,
            Place = origins is null ? null : new(origins, origins.ToString(), AddressV6: null),
        };

    /// <summary>A known proxy, which is started.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="listener">The name of its listener.</param>
    /// <param name="logIn">Whether to send the credentials that the listener accepts.</param>
    /// <param name="names">The names that it is to resolve, if it is the reference inside this process.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="UsageException">It has no such listener, or the listener accepts no credentials.</exception>
    /// <exception cref="HarnessException">It could not be started.</exception>
    public static async Task<TriedProxy> StartAsync(
        ProxyUnderTest proxy, string listener, bool logIn, StandIn names, CancellationToken cancel)
    {
        var knowsNames = proxy.TryChange(names.Into);
        var running = await proxy.StartAsync(cancel);
        var usable = running.Listeners.Keys.Where(name => !ListenerNames.IsHttp2(name) && !ListenerNames.IsSocks5(name)).ToList();
        if (!usable.Contains(listener))
        {
            throw new UsageException(
                $"--listener {listener}: {proxy.Name} has no such listener for HTTP/1; it has {string.Join(", ", usable)}.");
        }

        var chosen = running.Listeners[listener];
        if (logIn && chosen.User is null)
            throw new UsageException($"--log-in: the listener '{listener}' of {proxy.Name} requires no credentials.");
        return new(proxy.Name, [chosen.EndPoint])
        {
            IsTls = chosen.IsTls,
            User = logIn ? new(chosen.User!, chosen.Password ?? "") : null,
            Place = new(running.OriginAddress, running.OriginHost, AddressV6: null),
            KnowsNames = knowsNames,
        };
    }

    /// <summary>Where an origin for it listens.</summary>
    /// <param name="reached">Its address that accepted the connection.</param>
    /// <exception cref="UsageException">It is on another machine, and nobody said how it reaches this one.</exception>
    public OriginPlace PlaceFor(IPEndPoint reached)
    {
        if (Place is not null)
            return Place;
        return LocalAddress.CanListen(reached.Address)
            ? new(IPAddress.Loopback, IPAddress.Loopback.ToString(), AddressV6: null)
            : throw new UsageException($"{Name} is not on this machine, so it cannot reach an origin on loopback: give "
                + "--origin-address, the address at which it reaches this machine; or request a host that exists.");
    }
}
