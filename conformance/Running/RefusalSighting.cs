using ConformanceKit.Grading;
using ConformanceKit.Origins;
using ConformanceKit.Wire;

namespace ConformanceKit.Running;

/// <summary>What the witnesses of a request that has to be refused saw of it.</summary>
/// <param name="HasAny">Whether anything arrived anywhere that counts.</param>
/// <param name="IsAsAsked">Whether it arrived where a lenient reading of the request leads, and nowhere else.</param>
/// <param name="ReasonId">What it is called where anything arrived.</param>
/// <param name="Text">What arrived where, or that nothing did.</param>
internal sealed record RefusalSighting(bool HasAny, bool IsAsAsked, string ReasonId, string Text)
{
    /// <summary>Of a CONNECT: whatever was dialled counts.</summary>
    /// <param name="meant">The origin that a lenient reading leads to, or null where any origin would be a guess.</param>
    /// <param name="guesses">Origins that only a guess leads to.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public static async Task<RefusalSighting> OfConnectionsAsync(Origin? meant, IReadOnlyList<Origin> guesses, CancellationToken cancel)
    {
        Origin[] all = meant is null ? [.. guesses] : [meant, .. guesses];
        var dialled = new List<Origin>();
        foreach (var origin in all)
        {
            if (await origin.SentinelAsync(cancel) > 0) dialled.Add(origin);
        }

        var asAsked = meant is not null && dialled.SequenceEqual([meant]);
        return dialled.Count > 0
            ? new(true, asAsked, ReasonIds.OriginContacted, $"it dialled {Names(dialled)}")
            : new(false, false, "", $"there was no connection to {string.Join(", ", all.Select(origin => origin.Authority))}");
    }

    /// <summary>Of a request that would be forwarded: an idle connection doesn't count, octets do.</summary>
    /// <param name="origins">The origins that the request could reach.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public static async Task<RefusalSighting> OfBytesAsync(IReadOnlyList<Origin> origins, CancellationToken cancel)
    {
        var received = await Task.WhenAll(origins.Select(origin => origin.ReceivedAsync(cancel)));
        var reached = origins.Zip(received).Where(pair => pair.Second > 0).Select(pair => pair.First).ToList();
        return reached.Count > 0
            ? new(true, reached.Count == 1 && reached[0] == origins[0], ReasonIds.OriginContacted, $"it sent {Begun(reached)}")
            : new(false, false, "", $"nothing was forwarded to {Names(origins)}");
    }

    /// <summary>
    /// Of a request whose fault comes late in its body: what came before may have been forwarded already, but never something complete.
    /// </summary>
    /// <param name="origin">The origin that the request is for.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public static async Task<RefusalSighting> OfMessagesAsync(HttpOrigin origin, CancellationToken cancel)
    {
        await origin.SentinelAsync(cancel);
        var complete = origin.Requests.FirstOrDefault(request => request.BodyEnd.Kind != BodyEndKind.Incomplete);
        return complete is not null
            ? new(true, true, ReasonIds.BodyComplete, $"{origin.Authority} got \"{complete}\", which looks complete with {complete.Body.Length} bytes")
            : new(false, false, "", $"{origin.Authority} got nothing complete");
    }

    private static string Names(IEnumerable<Origin> origins) => string.Join(" and ", origins.Select(origin => origin.Authority));

    private static string Begun(IEnumerable<Origin> origins) =>
        string.Join(" and ", origins.Select(origin => $"\"{origin.ReceivedStart}\" to {origin.Authority}"));
}
