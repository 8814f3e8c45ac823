using System.Net;
using System.Net.Sockets;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Origins;

namespace ConformanceKit.UnderTest;

/// <summary>A proxy that is already running at an address.</summary>
public sealed class AddressProxy : ProxyUnderTest
{
    private readonly ProxyAddress _plain;
    private readonly ProxyAddress? _auth;
    private readonly IPAddress? _origins;
    private readonly StartOnce _start;

    /// <summary>An instance at an address.</summary>
    /// <param name="proxy"><c>http://HOST:PORT</c> of the listener without credentials.</param>
    /// <param name="authProxy"><c>http://USER:PASSWORD@HOST:PORT</c> of the one with credentials, or null.</param>
    /// <param name="originAddress">
    /// The address of this machine at which the proxy reaches origins; null for a loopback address that only this run uses.
    /// </param>
    /// <exception cref="UsageException">An argument is malformed.</exception>
    public AddressProxy(string proxy, string? authProxy = null, string? originAddress = null)
    {
        _plain = ProxyAddress.Parse("--proxy", proxy, withCredentials: false);
        _auth = authProxy is null ? null : ProxyAddress.Parse("--auth-proxy", authProxy, withCredentials: true);
        if (originAddress is not null && !IPAddress.TryParse(originAddress, out _origins))
            throw new UsageException($"--origin-address {originAddress}: not an IP address, such as 192.0.2.7.");
        string[] always = [ProxyFeatures.Connect, ProxyFeatures.Http, ProxyFeatures.IPv6, ProxyFeatures.DirectAddress];
        Features = new HashSet<string>(_auth is null ? always : [.. always, ProxyFeatures.Auth]);
        _start = new StartOnce(ConnectAsync);
    }

    /// <summary>How long to probe for an HTTP reply before the proxy is graded without one. 10 s.</summary>
    internal TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override string Name => _plain.Authority;

    /// <inheritdoc/>
    public override IReadOnlySet<string> Features { get; }

    /// <inheritdoc/>
    public override Task<RunningProxy> StartAsync(CancellationToken cancel) => _start.GetAsync(cancel);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _start.DisposeAsync();

    private async Task<RunningProxy> ConnectAsync(CancellationToken cancel)
    {
        // 1. Each listener answers.
        var notes = new List<string>();
        var probed = At(_origins ?? OwnLoopback.Address);
        var listeners = new Dictionary<string, Listener>
        {
            [ListenerNames.Plain] = await ListenerAsync(_plain, probed, notes, cancel),
        };
        if (_auth is not null)
            listeners[ListenerNames.Auth] = await ListenerAsync(_auth, probed, notes, cancel);
        var endPoint = listeners[ListenerNames.Plain].EndPoint;

        // 2. The proxy reaches the origins, if possible at an address that belongs to this run alone.
        var address = _origins ?? await OriginsAtAsync(endPoint, notes, cancel);

        // 3. A proxy on this machine can use its loopback; which of our addresses a remote one can reach is unknown.
        var local = IPAddress.IsLoopback(endPoint.Address) && IPAddress.IsLoopback(address);
        var originsV6 = local ? LocalAddress.LoopbackV6 : null;
        return new RunningProxy(listeners, "", "", address, address.ToString(), originsV6) { Notes = notes };
    }

    // Some proxies allow 127.0.0.1 but not the rest of 127.0.0.0/8.
    private static async Task<IPAddress> OriginsAtAsync(IPEndPoint listener, List<string> notes, CancellationToken cancel)
    {
        var own = OwnLoopback.Address;
        var (isReached, round) = await AskAsync(own);
        if (isReached || own.Equals(IPAddress.Loopback))
            return own;

        var (isSharedReached, _) = await AskAsync(IPAddress.Loopback);
        notes.Add(isSharedReached
            ? $"The proxy reaches origins at 127.0.0.1, but not at {own}: {round}. The origins therefore listen on 127.0.0.1, "
                + "which this run shares with everything else on this machine. Let the proxy connect to all of 127.0.0.0/8, or "
                + "give an address with --origin-address."
            : $"The proxy connects to origins neither at 127.0.0.1 nor at {own}: {round}. Let it connect to loopback addresses, "
                + "or use --origin-address to give an address of this machine that it may reach.");
        return IPAddress.Loopback;

        Task<(bool IsReached, ProbeRound Round)> AskAsync(IPAddress address) =>
            ReadyProbe.ReachesAsync(listener, At(address), cancel);
    }

    private static OriginPlace At(IPAddress address) => new(address, address.ToString(), AddressV6: null);

    private async Task<Listener> ListenerAsync(
        ProxyAddress address, OriginPlace place, List<string> notes, CancellationToken cancel)
    {
        var endPoints = (await AddressesAsync(address, cancel)).Select(ip => new IPEndPoint(ip, address.Port)).ToList();

        // 1. A name may have addresses that the proxy does not listen on: use the first one that answers.
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var waiting = endPoints.Select(endPoint => AskedAsync(endPoint, place, over.Token)).ToList();
        var rounds = new List<(IPEndPoint EndPoint, ProbeRound Round)>();
        while (waiting.Count > 0)
        {
            var ended = await Task.WhenAny(waiting);
            waiting.Remove(ended);
            rounds.Add(await ended);
            if (!rounds[^1].Round.IsAnswered)
                continue;
            await over.CancelAsync();
            await ((Task)Task.WhenAll(waiting)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return new(rounds[^1].EndPoint, address.User, address.Password);
        }

        // 2. A proxy that at least accepts connections is left to the scenarios to grade.
        if (rounds.FirstOrDefault(asked => asked.Round.IsAccepted) is { Round: { } silent, EndPoint: var endPoint })
        {
            notes.Add($"{address.Authority} accepts connections, but gave no HTTP reply within {AnswerLimit.TotalSeconds:0} s: "
                + $"{silent}. It is graded as it is.");
            return new(endPoint, address.User, address.Password);
        }

        throw new HarnessException(
            $"No proxy answered at {address.Authority} within {AnswerLimit.TotalSeconds:0} s: "
            + $"{string.Join("; ", rounds.Select(asked => asked.Round.ToString()).Distinct())}. "
            + "Check that it is running and that this machine may use it.");
    }

    private async Task<(IPEndPoint EndPoint, ProbeRound Round)> AskedAsync(
        IPEndPoint endPoint, OriginPlace place, CancellationToken cancel) =>
        (endPoint, await ReadyProbe.WaitAsync(endPoint, place, AnswerLimit, cancel));

    private static async Task<IPAddress[]> AddressesAsync(ProxyAddress address, CancellationToken cancel)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(address.Host, cancel);
        }
        catch (SocketException unknown)
        {
            throw new HarnessException($"The host name of {address.Authority} cannot be resolved: {unknown.Message}.", unknown);
        }
    }
}
