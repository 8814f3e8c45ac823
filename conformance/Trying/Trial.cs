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
    /// <summary>What an origin of the kit's own answers to a request that asks for no tunnel.</summary>
    public const string Greeting = "Hello from the origin.\r\n";

    private readonly Transcript _transcript = new();
    private readonly List<string> _notes = [];

    /// <summary>Sends the request and follows the exchange to its end.</summary>
    /// <param name="request">The request.</param>
    /// <param name="talk">What to say in a tunnel, if one is opened; it is given the request and whether the origin is the
    /// kit's.</param>
    /// <param name="stop">Ends it early.</param>
    /// <exception cref="HarnessException">The proxy cannot be reached.</exception>
    /// <exception cref="UsageException">An origin would be out of the proxy's reach.</exception>
    public async Task<TrialResult> RunAsync(
        TriedRequest request, Func<TriedRequest, bool, TunnelTalk> talk, CancellationToken stop)
    {
        // 1. The connection to the proxy.
        var (client, reached) = await DialAsync(stop);
        await using var closing = client;

        // 2. The origin, if the request names it, and what the client will say to it.
        var isOurs = names.Is(request.Host) && (proxy.KnowsNames || request.Exact is null);
        var inTunnel = talk(request, isOurs);
        await using var origins = isOurs
            ? new OriginFactory(Place(request, proxy.PlaceFor(reached)), _transcript, waits, stop)
            : null;
        var origin = origins is null ? null : await StartAsync(origins, request, inTunnel);
        names.Origin = origin is null ? null : new(origin.Address, origin.Port);
        request = Addressed(request, origin);

        // 3. The request, the response, and the tunnel if there is one.
        await client.TrySendAsync(request.Bytes(proxy.Authority), stop);
        var (response, problem) = await ResponseAsync(client, request);
        var broken = "";
        if (problem.Length == 0 && IsTunnel(request, response!))
            broken = await TunnelAsync(client, origin, inTunnel);
        else if (problem.Length == 0)
            await client.ReadUntilQuietAsync(stop);
        return new(proxy.Name, request.Line, response?.StatusCode, _notes, _transcript.Events)
        {
            Problem = problem,
            InTunnel = broken,
            Advice = AdviceOn(response, origin),
        };
    }

    private static bool IsTunnel(TriedRequest request, WireResponse response) =>
        (request.IsConnect && response.IsSuccessful) || response.StatusCode == 101;

    // The certificate is for the name that the client requests.
    private OriginPlace Place(TriedRequest request, OriginPlace place) =>
        proxy.KnowsNames ? place with { Host = request.Host!.TrimEnd('.') } : place;

    private static async Task<Origin> StartAsync(OriginFactory origins, TriedRequest request, TunnelTalk inTunnel) =>
        !request.IsConnect ? await origins.HttpAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Greeting.Length}\r\n\r\n{Greeting}")
        : inTunnel.ServerName is null ? await origins.EchoAsync()
        : await origins.TlsEchoAsync();

    private async Task<(WireConnection Client, IPEndPoint Reached)> DialAsync(CancellationToken stop)
    {
        foreach (var endPoint in proxy.EndPoints.SkipLast(1))
        {
            try
            {
                return (await WireConnection.DialAsync(endPoint, _transcript, waits, stop), endPoint);
            }
            catch (HarnessException)
            {
                // A name may have addresses at which the proxy does not listen: try the next one.
            }
        }

        return (await WireConnection.DialAsync(proxy.EndPoints[^1], _transcript, waits, stop), proxy.EndPoints[^1]);
    }

    private TriedRequest Addressed(TriedRequest request, Origin? origin)
    {
        if (proxy.User is { } user && request.Exact is null && !request.Has("Proxy-Authorization"))
            request = request with { FieldLines = [.. request.FieldLines, Requests.Basic(user.User, user.Password)] };
        if (origin is null)
        {
            if (request.Host is { Length: > 0 } host)
                _notes.Add($"Only the client's side is seen: '{ByteText.Escape(host)}' is {WhoseIs(host)}.");
            return request;
        }

        var at = new IPEndPoint(origin.Address, origin.Port);
        _notes.Add(proxy.KnowsNames
            ? $"{request.Host} is an origin of the kit's own, which listens at {at}. This proxy knows the name, and reaches that "
                + "origin by it at any port."
            : $"{request.Authority} stands for an origin of the kit's own at {at}. This proxy cannot resolve the name, so the "
                + $"request names {origin.Authority} instead.");
        return proxy.KnowsNames ? request : request.For(origin.Authority);
    }

    private string WhoseIs(string host) => names.Is(host)
        ? "a name that this proxy cannot resolve, and a file is sent exactly as it is"
        : "not an origin of the kit's own";

    private string AdviceOn(WireResponse? response, Origin? origin) => response?.StatusCode switch
    {
        407 when proxy.User is null && proxy.Place is null => "put credentials into the URI: http://USER:PASSWORD@HOST:PORT.",
        407 when proxy.User is null => "--log-in sends credentials that this listener accepts.",
        >= 500 when proxy.Place is null && origin is { ConnectionCount: 0 } =>
            $"the proxy did not connect to {origin.Authority}. If it is in a container, give --origin-address, the address at "
                + "which it reaches this machine.",
        _ => "",
    };

    private static async Task<(WireResponse? Response, string Problem)> ResponseAsync(WireConnection client, TriedRequest request)
    {
        try
        {
            var response = await client.ReadResponseAsync(request.Method);
            return (response, response.BodyEnd.Kind == BodyEndKind.Incomplete
                ? $"the content is not complete: {response.BodyEnd.Reason}"
                : "");
        }
        catch (RequirementBrokenException broken)
        {
            return (null, broken.Message);
        }
    }

    private async Task<string> TunnelAsync(WireConnection client, Origin? origin, TunnelTalk talk)
    {
        try
        {
            var certificate = await talk.HoldAsync(client);
            if (origin is not null && certificate.Length > 0)
            {
                _notes.Add(certificate == origin.Tls.CertificateSha256
                    ? "The certificate is the origin's own: the TLS passes through the proxy unopened."
                    : "The certificate is not the origin's own: something in between opens the TLS that it should pass on.");
            }

            // The other side of the exchange may end a moment later.
            if (origin is not null)
                await origin.FinishedAsync();
            return "";
        }
        catch (RequirementBrokenException broken)
        {
            return broken.Message;
        }
    }
}
