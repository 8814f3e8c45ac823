using System.Net;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Wire;

namespace ConformanceKit.UnderTest;

/// <summary>
/// Finds out whether a proxy answers. Any HTTP reply to any of three requests will do, each for an origin of the harness, so that
/// no name has to be resolved and a proxy that forwards it gets an answer: some proxies know CONNECT alone, some close without a
/// word where a request is not for a proxy. A port by itself says little at first: an engine's port forwarder accepts before the
/// program behind it listens. But a proxy that accepts and answers none of the three is for the scenarios to grade, in the end.
/// </summary>
internal static class ReadyProbe
{
    private static readonly TimeSpan s_oneRound = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_headStart = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks again and again until a request is answered, or the time is up.</summary>
    /// <param name="listener">Where.</param>
    /// <param name="place">Where an origin can listen.</param>
    /// <param name="limit">How long to go on asking; the last round may end later.</param>
    /// <param name="cancel">Ends the asking.</param>
    /// <returns>What came of the last round.</returns>
    public static async Task<ProbeRound> WaitAsync(IPEndPoint listener, OriginPlace place, TimeSpan limit,
        CancellationToken cancel)
    {
        await using var origins = new OriginFactory(place, new Transcript(), new Waits(), cancel);
        var origin = await OriginAsync(origins);
        var end = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        while (true)
        {
            var round = await AskAsync(listener, origin, cancel);
            cancel.ThrowIfCancellationRequested();
            if (round.IsAnswered || Environment.TickCount64 >= end)
                return round;
            await Task.Delay(s_pause, cancel);
        }
    }

    /// <summary>Whether a request is answered now.</summary>
    /// <param name="listener">Where.</param>
    /// <param name="place">Where an origin can listen.</param>
    /// <param name="cancel">Ends the asking.</param>
    public static async Task<bool> AnswersAsync(IPEndPoint listener, OriginPlace place, CancellationToken cancel) =>
        (await WaitAsync(listener, place, TimeSpan.Zero, cancel)).IsAnswered;

    /// <summary>Asks for an origin in absolute-form and by CONNECT.</summary>
    /// <param name="listener">Where to ask.</param>
    /// <param name="place">Where the origin listens.</param>
    /// <param name="cancel">Ends the asking.</param>
    /// <returns>Whether the proxy connected to the origin, and what came.</returns>
    public static async Task<(bool IsReached, ProbeRound Round)> ReachesAsync(
        IPEndPoint listener, OriginPlace place, CancellationToken cancel)
    {
        await using var origins = new OriginFactory(place, new Transcript(), new Waits(), cancel);
        var origin = await OriginAsync(origins);
        var replies = new List<ProbeReply>();
        foreach (var request in ProbeRequest.All(origin).Take(2))
        {
            replies.Add(await request.SendAsync(listener, s_oneRound, cancel));
            cancel.ThrowIfCancellationRequested();
            if (await origin.SentinelAsync(cancel) > 0)
                return (true, new(replies));
        }

        return (false, new(replies));
    }

    /// <summary>
    /// Asks for a resource of an origin until the reply is no server error: a program may listen before it has read the hosts
    /// file by which it finds origins. One that goes on like this for longer than the limit is taken as it is.
    /// </summary>
    /// <param name="listener">Where to ask.</param>
    /// <param name="place">Where origins listen.</param>
    /// <param name="limit">The longest to go on asking.</param>
    /// <param name="cancel">Ends the asking.</param>
    public static async Task WaitUntilForwardingAsync(
        IPEndPoint listener, OriginPlace place, TimeSpan limit, CancellationToken cancel)
    {
        await using var origins = new OriginFactory(place, new Transcript(), new Waits(), cancel);
        var request = ProbeRequest.All(await OriginAsync(origins))[0];

        var end = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        while ((await request.SendAsync(listener, s_oneRound, cancel)).IsServerError && Environment.TickCount64 < end)
            await Task.Delay(s_pause, cancel);
    }

    private static Task<HttpOrigin> OriginAsync(OriginFactory origins) =>
        origins.HttpAsync("HTTP/1.1 204 No Content\r\n\r\n");

    // One after the other, each with a head start; a request that is still unanswered then goes on beside the next.
    private static async Task<ProbeRound> AskAsync(IPEndPoint listener, Origin origin, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var running = new List<Task<ProbeReply>>();
        foreach (var request in ProbeRequest.All(origin))
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

    // When one is answered, or all have ended without.
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
