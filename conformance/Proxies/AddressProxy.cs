using System.Net;
using System.Net.Sockets;
using ConformanceKit.Containers;
using ConformanceKit.Model;

namespace ConformanceKit.Proxies;

/// <summary>A proxy that somebody else started, at an address.</summary>
public sealed class AddressProxy : ProxyUnderTest
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    private readonly ProxyAddress plain;
    private readonly ProxyAddress? auth;
    private readonly IPAddress origins;
    private readonly StartOnce start;

    /// <summary>An instance at an address.</summary>
    /// <param name="proxy"><c>http://HOST:PORT</c> of the listener without credentials.</param>
    /// <param name="authProxy"><c>http://USER:PASSWORD@HOST:PORT</c> of the one with credentials, or null.</param>
    /// <param name="originAddress">The address of this machine that the proxy reaches origins at; null for 127.0.0.1.</param>
    /// <exception cref="UsageException">One of them is malformed.</exception>
    public AddressProxy(string proxy, string? authProxy = null, string? originAddress = null)
    {
        plain = ProxyAddress.Parse("--proxy", proxy, withCredentials: false);
        auth = authProxy is null ? null : ProxyAddress.Parse("--auth-proxy", authProxy, withCredentials: true);
        if (!IPAddress.TryParse(originAddress ?? "127.0.0.1", out origins!))
            throw new UsageException($"--origin-address {originAddress}: not an IP address, such as 192.0.2.7.");
        string[] always = [ProxyFeatures.Connect, ProxyFeatures.Http, ProxyFeatures.IPv6, ProxyFeatures.DirectAddress];
        Features = new HashSet<string>(auth is null ? always : [.. always, ProxyFeatures.Auth]);
        start = new StartOnce(ConnectAsync);
    }

    /// <inheritdoc/>
    public override string Name => plain.Authority;

    /// <inheritdoc/>
    public override IReadOnlySet<string> Features { get; }

    /// <inheritdoc/>
    public override Task<RunningProxy> StartAsync(CancellationToken cancel) => start.GetAsync(cancel);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => start.DisposeAsync();

    private async Task<RunningProxy> ConnectAsync(CancellationToken cancel)
    {
        var plainListener = await ListenerAsync(plain, cancel);
        var authListener = auth is null ? null : await ListenerAsync(auth, cancel);
        // A proxy on this machine sees its loopback; of another one it is not known which of our addresses it can reach.
        var local = IPAddress.IsLoopback(plainListener.EndPoint.Address) && IPAddress.IsLoopback(origins);
        var originsV6 = local ? LocalAddress.LoopbackV6 : null;
        return new RunningProxy(plainListener, authListener, "", "", origins, origins.ToString(), originsV6);
    }

    private static async Task<Listener> ListenerAsync(ProxyAddress address, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(AnswerLimit);
        try
        {
            // A name may have addresses that the proxy does not listen on: the first that answers is taken.
            var addresses = await Dns.GetHostAddressesAsync(address.Host, limit.Token);
            var answers = addresses.Select(a => AnsweringAsync(new IPEndPoint(a, address.Port), limit.Token));
            var endPoint = await await Task.WhenAny(answers);
            return new Listener(endPoint, address.User, address.Password);
        }
        catch (SocketException unknown)
        {
            throw new HarnessException($"The host name of {address.Authority} has no address: {unknown.Message}.", unknown);
        }
        catch (OperationCanceledException late) when (!cancel.IsCancellationRequested)
        {
            throw new HarnessException(
                $"No proxy answers at {address.Authority} with HTTP within {AnswerLimit.TotalSeconds:0} s. "
                + "Check that it runs and that this machine may use it.", late);
        }
    }

    private static async Task<IPEndPoint> AnsweringAsync(IPEndPoint endPoint, CancellationToken cancel)
    {
        await ReadyProbe.WaitAsync(endPoint, cancel);
        return endPoint;
    }
}
