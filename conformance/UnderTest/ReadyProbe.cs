using System.Net;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Wire;

namespace ConformanceKit.UnderTest;

/// <summary>
/// Finds out whether a proxy answers: any HTTP reply to any of three requests will do, since some proxies know only CONNECT, and
/// some silently close when a request is not meant for a proxy; for SOCKS5, any reply to an offer of methods; for HTTP/2,
/// SETTINGS. Each request is for
/// an origin of the harness, so that no name has to be resolved and a proxy that forwards it gets an answer. An open port alone
/// says little at first: an engine's port forwarder accepts before the program behind it listens. But a proxy that accepts and,
/// in the end, has answered none of them is left to the scenarios to grade.
/// </summary>
internal static class ReadyProbe
{
    private static readonly TimeSpan s_oneRound = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_forwarding = TimeSpan.FromSeconds(10); // a slow machine is no reason to be turned away
    private static readonly TimeSpan s_headStart = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Probes repeatedly until a request in HTTP is answered, or the time is up.</summary>
    /// <inheritdoc cref="WaitAsync(string, IPEndPoint, OriginPlace, TimeSpan, CancellationToken)"/>
    public static Task<ProbeRound> WaitAsync(
        IPEndPoint listener, OriginPlace place, TimeSpan limit, CancellationToken cancel) =>
        WaitAsync(ListenerNames.Plain, listener, place, limit, cancel);

    /// <summary>Probes repeatedly until a request is answered, or the time is up.</summary>
    /// <param name="name">The listener's name, from which its protocol follows: HTTP/1 or HTTP/2 over TCP, or SOCKS5.</param>
    /// <param name="listener">Where to send the requests.</param>
    /// <param name="place">Where an origin can listen.</param>
    /// <param name="limit">How long to keep probing; the last attempt may end later.</param>
    /// <param name="cancel">Ends the probing.</param>
    /// <returns>The outcome of the last attempt.</returns>
    public static async Task<ProbeRound> WaitAsync(
        string name, IPEndPoint listener, OriginPlace place, TimeSpan limit, CancellationToken cancel)
    {
        await using var origins = new OriginFactory(place, new Transcript(), new Waits(), cancel);
        var origin = await OriginAsync(origins);
        var requests = ListenerNames.IsSocks5(name) ? SocksProbe.Offer
            : ListenerNames.IsHttp2(name) ? Http2Probe.Opening
            : HttpProbe.All(origin);
        var end = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        while (true)
        {
            var round = await AskAsync(listener, requests, cancel);
            cancel.ThrowIfCancellationRequested();
            if (round.IsAnswered || Environment.TickCount64 >= end)
                return round;
            await Task.Delay(s_pause, cancel);
        }
    }

    /// <summary>Whether a request is answered now.</summary>
    /// <param name="listener">Where to send the requests.</param>
    /// <param name="place">Where an origin can listen.</param>
    /// <param name="cancel">Ends the probing.</param>
    public static async Task<bool> AnswersAsync(IPEndPoint listener, OriginPlace place, CancellationToken cancel) =>
        (await WaitAsync(listener, place, TimeSpan.Zero, cancel)).IsAnswered;

    /// <summary>
    /// Requests an origin with CONNECT and, at the same time, another one in absolute-form; with SOCKS5, only the one.
    /// </summary>
    /// <param name="name">The listener's name.</param>
    /// <param name="listener">Where to send the requests.</param>
    /// <param name="place">Where the origins listen.</param>
    /// <param name="cancel">Ends the probing.</param>
    public static async Task<Reach> ReachAsync(
        string name, IPEndPoint listener, OriginPlace place, CancellationToken cancel)
    {
        await using var origins = new OriginFactory(place, new Transcript(), new Waits(), cancel);
        if (ListenerNames.IsSocks5(name))
            return new(await ReachAsync(SocksProbe.Connect));
        var reached = await Task.WhenAll(ReachAsync(HttpProbe.Connect), ReachAsync(HttpProbe.Get));
        return new(reached[0], reached[1]);

        async Task<RequestReach> ReachAsync(Func<Origin, ProbeRequest> requestFor)
        {
            var origin = await OriginAsync(origins);
            var request = requestFor(origin);
            var reply = await request.SendAsync(listener, s_forwarding, cancel);
            cancel.ThrowIfCancellationRequested();
            return new(reply, await origin.SentinelAsync(cancel) > 0, origin.Port);
        }
    }

    /// <summary>
    /// Requests a resource of an origin, or a tunnel with SOCKS5, until the reply is not a server error: a program may listen
    /// before it has read the hosts file in which it finds the origins. A proxy that still replies with one after the limit is
    /// graded all the same.
    /// </summary>
    /// <param name="name">The listener's name.</param>
    /// <param name="listener">Where to send the requests.</param>
    /// <param name="place">Where origins listen.</param>
    /// <param name="limit">How long to keep probing.</param>
    /// <param name="cancel">Ends the probing.</param>
    public static async Task WaitUntilForwardingAsync(
        string name, IPEndPoint listener, OriginPlace place, TimeSpan limit, CancellationToken cancel)
    {
        await using var origins = new OriginFactory(place, new Transcript(), new Waits(), cancel);
        var origin = await OriginAsync(origins);
        var request = ListenerNames.IsSocks5(name) ? SocksProbe.Connect(origin) : HttpProbe.Get(origin);

        var end = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        while ((await request.SendAsync(listener, s_oneRound, cancel)).Meaning == ProbeMeaning.ServerError
            && Environment.TickCount64 < end)
        {
            await Task.Delay(s_pause, cancel);
        }
    }

    private static Task<HttpOrigin> OriginAsync(OriginFactory origins) =>
        origins.HttpAsync("HTTP/1.1 204 No Content\r\n\r\n");

    // Sends the requests one after the other, each with a head start; an unanswered one then continues beside the next.
    private static async Task<ProbeRound> AskAsync(
        IPEndPoint listener, IReadOnlyList<ProbeRequest> requests, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var running = new List<Task<ProbeReply>>();
        foreach (var request in requests)
        {
            running.Add(request.SendAsync(listener, s_oneRound, over.Token));
            await FirstAnswerAsync(running).WaitAsync(s_headStart, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (running.Any(
                task => task is { IsCompletedSuccessfully: true, Result: { IsAnswer: true } or { IsAccepted: false } }))
            {
                break;
            }
        }

        await FirstAnswerAsync(running);
        await over.CancelAsync();
        return new(await Task.WhenAll(running));
    }

    // Completes when one is answered, or when all have ended without an answer.
    private static async Task FirstAnswerAsync(IEnumerable<Task<ProbeReply>> running)
    {
        var left = running.ToList();
        while (left.Count > 0)
        {
            var ended = await Task.WhenAny(left);
            if ((await ended).IsAnswer)
                return;
            left.Remove(ended);
        }
    }
}
