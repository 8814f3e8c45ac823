using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Wire;

namespace ConformanceKit.Running.Authoring;

/// <summary>What the witnesses saw of a request that has to be refused.</summary>
/// <param name="HasAny">Whether anything that counts arrived anywhere.</param>
/// <param name="IsAsAsked">
/// Whether it arrived where a lenient reading of the request leads, and nowhere else, and is what was requested.
/// </param>
/// <param name="ReasonId">The reason id if anything that counts arrived; otherwise empty.</param>
/// <param name="Text">What arrived where, or that nothing did, after a semicolon; empty if there was no witness.</param>
internal sealed record RefusalSighting(bool HasAny, bool IsAsAsked, string ReasonId, string Text)
{
    /// <summary>What a failure that is about it points at.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];

    /// <summary>Whether the fault itself arrived at the origin, so that a refusal is the origin's and not the proxy's.</summary>
    public bool IsPassedOn { get; init; }

    /// <summary>
    /// The first bytes sent into a tunnel that should not be there: a proxy that dials only once it has data now does so. If
    /// anything else reaches an origin first, the proxy made it up, and there is no tunnel.
    /// </summary>
    public static readonly byte[] FirstBytes = Encoding.Latin1.GetBytes("\0first");

    /// <summary>For a CONNECT: everything that was dialled counts.</summary>
    /// <param name="meant">The origin that a lenient reading leads to, or null where no reading may succeed.</param>
    /// <param name="guesses">Origins that only a guess leads to.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public static async Task<RefusalSighting> OfConnectionsAsync(Origin? meant, IReadOnlyList<Origin> guesses,
        CancellationToken cancel)
    {
        var dialled = new List<Origin>();
        foreach (var origin in All(meant, guesses))
        {
            if (await origin.SentinelAsync(cancel) > 0)
                dialled.Add(origin);
        }

        var spoken = dialled.Where(origin => origin.ReceivedStart.Length > 0 && !IsTunnel(origin)).ToList();
        var text = spoken.Count > 0 ? $"; it sent {SentTo(spoken)}" : $"; it dialled {Names(dialled, " and ")}";
        return dialled.Count > 0
            ? new(true, spoken.Count == 0 && IsAll(meant, dialled), ReasonIds.OriginContacted, text)
            {
                Marks = [.. dialled.SelectMany(origin => origin.Openings), .. spoken.SelectMany(origin => origin.Arrivals)],
            }
            : new(false, false, "", Missing("there was no connection to", meant, guesses));
    }

    /// <summary>For a request that would be forwarded: bytes count, an idle connection does not.</summary>
    /// <param name="meant">The origin that a lenient reading leads to, or null where no reading may succeed.</param>
    /// <param name="guesses">Origins that only a guess leads to.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public static async Task<RefusalSighting> OfBytesAsync(Origin? meant, IReadOnlyList<Origin> guesses, CancellationToken cancel)
    {
        var all = All(meant, guesses);
        var received = await Task.WhenAll(all.Select(origin => origin.ReceivedAsync(cancel)));
        var reached = all.Zip(received).Where(pair => pair.Second > 0).Select(pair => pair.First).ToList();
        if (reached.Count > 0)
        {
            return new(true, IsAll(meant, reached), ReasonIds.OriginContacted, $"; it sent {SentTo(reached)}")
            {
                Marks = [.. reached.SelectMany(origin => origin.Arrivals)],
            };
        }

        var dialled = all.Where(origin => origin.ConnectionCount > 0).ToList();
        return new(false, false, "", dialled.Count > 0
            ? $"; it dialled {Names(dialled, " and ")}, and sent nothing"
            : Missing("nothing was sent to", meant, guesses));
    }

    /// <summary>
    /// For a request whose fault comes late in its body: what precedes it may already have been forwarded, but nothing complete.
    /// </summary>
    /// <param name="origin">The origin that the request is for.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public static async Task<RefusalSighting> OfMessagesAsync(HttpOrigin origin, CancellationToken cancel)
    {
        await origin.SentinelAsync(cancel);
        if (origin.Requests.FirstOrDefault(request => request.BodyEnd.Kind != BodyEndKind.Incomplete) is { } complete)
        {
            var length = complete.Body.Length == 1 ? "1 byte" : $"{complete.Body.Length} bytes";
            var text = $"; {origin.Authority} got \"{complete}\", which looks complete with {length}";
            return new(true, true, ReasonIds.BodyComplete, text) { Marks = complete.Marks.End };
        }

        // If the proxy passed the fault on, the refusal is the origin's.
        return origin.Rejected.Count > 0
            ? new(false, false, "", $"; but {origin.Authority} got it as it was sent: {origin.Rejected[0].BodyEnd.Reason}")
            {
                IsPassedOn = true,
            }
            : new(false, false, "", $"; {origin.Authority} got nothing complete");
    }

    // The answer to the client may be the origin's.
    private static string Refusal(Origin origin) => origin is HttpOrigin { Rejected.Count: > 0 } ? ", which refused it" : "";

    private static Origin[] All(Origin? meant, IReadOnlyList<Origin> guesses) =>
        meant is null ? [.. guesses] : [meant, .. guesses];

    private static bool IsAll(Origin? meant, List<Origin> reached) =>
        meant is not null && reached.Count == 1 && reached[0] == meant;

    private static string Missing(string what, Origin? meant, IReadOnlyList<Origin> guesses) =>
        All(meant, guesses) is { Length: > 0 } all ? $"; {what} {Names(all, " or ")}" : "";

    private static bool IsTunnel(Origin origin) =>
        origin.ReceivedStart.StartsWith(ByteText.Escape(FirstBytes), StringComparison.Ordinal);

    private static string SentTo(IEnumerable<Origin> origins) =>
        string.Join(" and ", origins.Select(origin => $"\"{origin.ReceivedStart}\" to {origin.Authority}{Refusal(origin)}"));

    private static string Names(IEnumerable<Origin> origins, string and) =>
        string.Join(and, origins.Select(origin => origin.Authority));
}
