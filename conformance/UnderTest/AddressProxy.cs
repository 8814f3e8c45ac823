using System.Net;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Origins;

namespace ConformanceKit.UnderTest;

/// <summary>A proxy that is already running at an address.</summary>
public sealed class AddressProxy : ProxyUnderTest
{
    private readonly AddressDefinition _definition;
    private readonly StartOnce _start;

    /// <summary>An instance at an address.</summary>
    /// <param name="proxy"><c>http://HOST:PORT</c> of the listener without credentials.</param>
    /// <param name="authProxy"><c>http://USER:PASSWORD@HOST:PORT</c> of the one with credentials, or null.</param>
    /// <param name="originAddress">
    /// The address of this machine at which the proxy reaches origins; null for a loopback address that only this run uses.
    /// </param>
    /// <exception cref="UsageException">An argument is malformed.</exception>
    public AddressProxy(string proxy, string? authProxy = null, string? originAddress = null)
        : this(AddressDefinition.Of(
            new([]) { Address = proxy, AuthAddress = authProxy, OriginAddress = originAddress }, ProxyDescription.Unknown))
    {
    }

    internal AddressProxy(AddressDefinition definition)
    {
        _definition = definition;
        Features = definition.Features.Concat(definition.Listeners.Keys.Where(name => name != ListenerNames.Plain))
            .Append(ProxyFeatures.DirectAddress).ToHashSet();
        _start = new StartOnce(ConnectAsync);
    }

    /// <inheritdoc/>
    public override string Name => _definition.Name;

    /// <inheritdoc/>
    public override IReadOnlySet<string> Features { get; }

    /// <inheritdoc/>
    public override Task<RunningSubject> StartAsync(CancellationToken cancel) => _start.GetAsync(cancel);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _start.DisposeAsync();

    private async Task<RunningSubject> ConnectAsync(CancellationToken cancel)
    {
        // 1. Each listener answers.
        var notes = new List<string>();
        var probed = At(_definition.Origins ?? OwnLoopback.Address);
        var listeners = new Dictionary<string, Listener>();
        foreach (var (name, listener) in _definition.Listeners)
            listeners[name] = await ListenerAsync(name, listener, probed, notes, cancel);
        var endPoint = listeners[_definition.Main].EndPoint;

        // 2. The proxy reaches the origins, if possible at an address that belongs to this run alone.
        var address = await OriginsAtAsync(endPoint, notes, cancel);

        // 3. A proxy on this machine can use its loopback; which of our addresses a remote one can reach is unknown.
        var local = IPAddress.IsLoopback(endPoint.Address) && IPAddress.IsLoopback(address);
        var originsV6 = local ? LocalAddress.LoopbackV6 : null;
        return new RunningSubject(listeners, _definition.Version, "", address, address.ToString(), originsV6)
        {
            Denies = _definition.Denies,
            Notes = notes,
        };
    }

    private async Task<IPAddress> OriginsAtAsync(IPEndPoint listener, List<string> notes, CancellationToken cancel)
    {
        // 1. At the given address, or at one that belongs to this run alone.
        var address = _definition.Origins ?? OwnLoopback.Address;
        if (_definition.Origins is not null && !_definition.Preflight)
            return address;
        var reach = await ReadyProbe.ReachAsync(_definition.Main, listener, At(address), cancel);

        // 2. Some proxies allow 127.0.0.1 but not the rest of 127.0.0.0/8. One that is too slow is so with any address.
        if (_definition.Origins is null && !reach.IsReached && !reach.Round.IsCutShort && !address.Equals(IPAddress.Loopback))
        {
            var shared = await ReadyProbe.ReachAsync(_definition.Main, listener, At(IPAddress.Loopback), cancel);
            if (shared.IsReached)
            {
                notes.Add($"The proxy reaches origins at 127.0.0.1, but not at {address}: {reach.Round}. The origins therefore "
                    + "listen on 127.0.0.1, which this run shares with everything else on this machine. Let the proxy connect to "
                    + "all of 127.0.0.0/8, or give an address with --origin-address.");
            }
            else if (!_definition.Preflight)
            {
                notes.Add($"The proxy connects to origins neither at 127.0.0.1 nor at {address}: {reach.Round}. Let it connect "
                    + "to loopback addresses, or use --origin-address to give an address of this machine that it may reach.");
            }

            (address, reach) = (IPAddress.Loopback, shared);
        }

        // 3. If it reaches none, nothing can be said about it.
        if (_definition.Preflight)
        {
            var advice = Preflight.Advice(listener, address, isGiven: _definition.Origins is not null);
            Preflight.Check(reach, Features, _definition.Ports, advice);
        }

        return address;
    }

    private OriginPlace At(IPAddress address) => new(address, address.ToString(), AddressV6: null) { Ports = _definition.Ports };

    private async Task<Listener> ListenerAsync(
        string name, ProxyAddress address, OriginPlace place, List<string> notes, CancellationToken cancel)
    {
        var endPoints = (await address.ResolveAsync(cancel)).Select(ip => new IPEndPoint(ip, address.Port)).ToList();
        if (!ListenerNames.CanBeProbed(name))
        {
            return address.ListenerAt(
                await PortProbe.WaitAsync(endPoints, isForwarded: false, _definition.ReadyTimeout, cancel)
                ?? throw new HarnessException(
                    $"Nothing accepts connections at {address.Authority}, the listener {name}, within "
                    + $"{_definition.ReadyTimeout.TotalSeconds:0} s. "
                    + "Check that it is running and that this machine may use it."));
        }

        // 1. A name may have addresses that the proxy does not listen on: use the first one that answers.
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var waiting = endPoints.Select(endPoint => AskedAsync(name, endPoint, place, over.Token)).ToList();
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
            return address.ListenerAt(rounds[^1].EndPoint);
        }

        // 2. A listener that at least accepts connections can be left to the scenarios to grade.
        if (rounds.FirstOrDefault(asked => asked.Round.IsAccepted) is { Round: { } silent, EndPoint: var endPoint })
        {
            var what = $"{address.Authority} accepts connections, but gave no {ListenerNames.ProtocolOf(name)} reply within "
                + $"{_definition.ReadyTimeout.TotalSeconds:0} s: {silent}.";
            if (_definition.Preflight && name == _definition.Main)
            {
                var proxy = ListenerNames.IsSocks5(name) ? "a SOCKS5 proxy" : "an HTTP proxy";
                throw new HarnessException($"{what} Check that this is the port of {proxy}. {Preflight.Anyway}");
            }

            notes.Add($"{what} It is graded as it is.");
            return address.ListenerAt(endPoint);
        }

        throw new HarnessException(
            $"No proxy answered at {address.Authority} within {_definition.ReadyTimeout.TotalSeconds:0} s: "
            + $"{string.Join("; ", rounds.Select(asked => asked.Round.ToString()).Distinct())}. "
            + "Check that it is running and that this machine may use it.");
    }

    private async Task<(IPEndPoint EndPoint, ProbeRound Round)> AskedAsync(
        string name, IPEndPoint endPoint, OriginPlace place, CancellationToken cancel) =>
        (endPoint, await ReadyProbe.WaitAsync(name, endPoint, place, _definition.ReadyTimeout, cancel));
}
