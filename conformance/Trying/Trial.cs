using System.Net;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Wire;

namespace ConformanceKit.Trying;

/// <summary>One request through one proxy, recorded at the client, and at the origin if that is the kit's own.</summary>
/// <param name="proxy">The proxy.</param>
/// <param name="names">The names that stand for the kit's origin.</param>
/// <param name="waits">The bounds of all waiting.</param>
internal sealed class Trial(TriedProxy proxy, StandIn names, Waits waits)
{
    /// <summary>What an origin of the kit's own answers to a request that is not for a tunnel.</summary>
    private const string Greeting = "Hello from the origin.\r\n";

    private readonly Transcript _transcript = new();
    private readonly List<string> _notes = [];

    /// <summary>Sends the request and follows the exchange to its end.</summary>
    /// <param name="request">The request.</param>
    /// <param name="talkTo">What to say in a tunnel to the origin, if one is opened; it is told whether that is the kit's.</param>
    /// <param name="stop">Ends it early.</param>
    /// <exception cref="HarnessException">The proxy cannot be reached.</exception>
    /// <exception cref="UsageException">An origin would be out of the proxy's reach.</exception>
    public async Task<TrialResult> RunAsync(TriedRequest request, Func<bool, TunnelTalk> talkTo, CancellationToken stop)
    {
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(stop);

        // 1. The connection to the proxy.
        var (connection, reached) = await DialAsync(budget.Token);
        var client = proxy.IsTls ? await InsideTlsAsync(connection) : connection;
        await using var closing = client;

        // 2. The origin, if the request names it. It has to listen before the request is sent.
        var isOurs = names.Is(request.Host) && (proxy.KnowsNames || request.Exact is null);
        var talk = talkTo(isOurs);
        await using var origins = isOurs
            ? new OriginFactory(Place(request, proxy.PlaceFor(reached)), _transcript, waits, budget.Token)
            : null;
        var origin = origins is null ? null : await StartAsync(origins, request, talk);
        names.Origin = origin is null ? null : new(origin.Address, origin.Port);
        if (origin is not null)
            request = AtOrigin(request, origin);
        else
            NoteElsewhere(request.Host);
        request = LoggedIn(request);

        // 3. The exchange.
        budget.CancelAfter(waits.Scenario);
        var result = await FollowAsync(client, request, origin, talk);
        stop.ThrowIfCancellationRequested();
        return result with { Notes = _notes, Evidence = _transcript.Events, Advice = AdviceOn(result, origin) };
    }

    // The certificate is for the name that the client requests.
    private OriginPlace Place(TriedRequest request, OriginPlace place) =>
        proxy.KnowsNames ? place with { Host = request.Host!.TrimEnd('.') } : place;

    private static async Task<Origin> StartAsync(OriginFactory origins, TriedRequest request, TunnelTalk talk) =>
        !request.IsConnect ? await origins.HttpAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Greeting.Length}\r\n\r\n{Greeting}")
        : talk.Tls ? await origins.TlsEchoAsync()
        : await origins.EchoAsync();

    private async Task<(WireConnection Client, IPEndPoint Reached)> DialAsync(CancellationToken over)
    {
        foreach (var endPoint in proxy.EndPoints.SkipLast(1))
        {
            try
            {
                return (await WireConnection.DialAsync(endPoint, _transcript, waits, over), endPoint);
            }
            catch (HarnessException)
            {
                // A name may have addresses at which the proxy does not listen: try the next one.
            }
        }

        return (await WireConnection.DialAsync(proxy.EndPoints[^1], _transcript, waits, over), proxy.EndPoints[^1]);
    }

    private async Task<WireConnection> InsideTlsAsync(WireConnection connection)
    {
        try
        {
            return (await connection.TlsAsync(new TlsOffer(""), closesBelow: true)).Inside;
        }
        catch (RequirementBrokenException broken)
        {
            await connection.DisposeAsync();
            throw new HarnessException($"There is no TLS with {proxy.Authority}: {broken.Message}. Check that it is its listener "
                + "for TLS.", broken);
        }
    }

    private TriedRequest LoggedIn(TriedRequest request) =>
        proxy.User is { } user && request.Exact is null && !request.Has("Proxy-Authorization")
            ? request with { FieldLines = [.. request.FieldLines, Requests.Basic(user.User, user.Password)] }
            : request;

    private void NoteElsewhere(string? host)
    {
        if (host is not { Length: > 0 })
            return;
        var whose = names.Is(host)
            ? "a name that this proxy cannot resolve, and a file is sent exactly as it is"
            : "not an origin of the kit's own";
        _notes.Add($"Only the client's side is seen: '{ByteText.Escape(host)}' is {whose}.");
    }

    private TriedRequest AtOrigin(TriedRequest request, Origin origin)
    {
        var at = new IPEndPoint(origin.Address, origin.Port);
        if (proxy.KnowsNames)
        {
            _notes.Add($"{ByteText.Escape(request.Host!)} is an origin of the kit's own, which listens at {at}. This proxy knows "
                + "the name, and reaches that origin by it at any port.");
            return request;
        }

        _notes.Add($"{request.Authority} stands for an origin of the kit's own at {at}. This proxy cannot resolve the name, so "
            + $"the request names {origin.Authority} instead.");
        return request.For(origin.Authority);
    }

    private async Task<TrialResult> FollowAsync(WireConnection client, TriedRequest request, Origin? origin, TunnelTalk talk)
    {
        var result = new TrialResult(proxy.Name, request.Line);
        try
        {
            // 1. The request. A proxy that rejects it may do so before it has read all of it.
            await client.TrySendAsync(request.Bytes(proxy.Authority));

            // 2. The response.
            var response = await client.ReadResponseAsync(request.Method);
            var end = response.BodyEnd;
            var problem = end.Kind == BodyEndKind.Incomplete ? $"the content is not complete: {end.Reason}" : "";
            result = result with { Status = response.StatusCode, Problem = problem };

            // 3. The tunnel, or whatever else comes: a file may hold several requests.
            if ((request.IsConnect && response.IsSuccessful) || response.StatusCode == 101)
                await TunnelAsync(client, request.Host ?? "", origin, talk);
            else if (result.IsComplete)
                await client.IgnoreUntilQuietAsync();
            return result;
        }
        catch (RequirementBrokenException broken)
        {
            return result.With(broken.Message);
        }
        catch (OperationCanceledException)
        {
            return result.With($"the exchange was not over after {waits.Scenario.TotalSeconds:0.###} s (wait 'scenario')");
        }
    }

    private async Task TunnelAsync(WireConnection client, string host, Origin? origin, TunnelTalk talk)
    {
        var certificate = await talk.HoldAsync(client, host);
        if (origin is null)
            return;
        if (certificate.Length > 0)
        {
            _notes.Add(certificate == origin.Tls.CertificateSha256
                ? "The certificate is the origin's own: the TLS passes through the proxy unopened."
                : "The certificate is not the origin's own: something in between opens the TLS that it should pass on.");
        }

        // The origin's side of the exchange may end a moment later.
        await origin.FinishedAsync();
    }

    private string AdviceOn(TrialResult result, Origin? origin) => result.Status switch
    {
        407 when proxy.User is null && proxy.Place is null =>
            $"put credentials into the URI: {(proxy.IsTls ? "https" : "http")}://USER:PASSWORD@HOST:PORT.",
        407 when proxy.User is null => "--log-in sends credentials that this listener accepts.",
        >= 500 when proxy.Place is null && origin is { ConnectionCount: 0 } =>
            $"the proxy did not connect to {origin.Authority}. If it is in a container, give --origin-address, the address at "
                + "which it reaches this machine.",
        _ => "",
    };
}
