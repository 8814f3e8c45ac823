using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Evidence;

/// <summary>Finds what a failure points at in the evidence.</summary>
internal static class Breaks
{
    /// <summary>The places that the marks of a failure stand for, in the order of the evidence.</summary>
    /// <param name="evidence">What happened.</param>
    /// <param name="marks">The marks; if there are none, the last thing that a client got from the proxy stands in.</param>
    public static IReadOnlyList<Break> Of(IReadOnlyList<TranscriptEvent> evidence, IReadOnlyList<Mark> marks)
    {
        var found = marks.SelectMany(mark => Of(evidence, mark)).Distinct().OrderBy(place => place.Event)
            .ThenBy(place => place.Offset).ToList();
        return found.Count > 0 || evidence.Count == 0 ? found : [new(LastReply(evidence), 0, 0)];
    }

    private static IReadOnlyList<Break> Of(IReadOnlyList<TranscriptEvent> evidence, Mark mark) => mark switch
    {
        EventMark { Event: var at } => at < evidence.Count ? [new(at, 0, 0)] : [],
        BytesMark { Length: 0 } nothing => Missing(evidence, nothing),
        BytesMark bytes => Overlaps(evidence, bytes),
        _ => [],
    };

    // The bytes may have arrived in several pieces.
    private static List<Break> Overlaps(IReadOnlyList<TranscriptEvent> evidence, BytesMark bytes)
    {
        var found = new List<Break>();
        foreach (var (at, from, length) in Arrivals(evidence, bytes.Connection))
        {
            var start = Math.Max(from, bytes.Offset);
            var end = Math.Min(from + length, bytes.Offset + bytes.Length);
            if (start < end)
                found.Add(new(at, start - from, end - start));
        }
        return found;
    }

    // Where something should have come: at the end of the connection, or else after what came last before it.
    private static IReadOnlyList<Break> Missing(IReadOnlyList<TranscriptEvent> evidence, BytesMark nothing)
    {
        var before = Arrivals(evidence, nothing.Connection).TakeWhile(arrival => arrival.From <= nothing.Offset).ToList();
        return before.Count > 0 ? [new(before[^1].Event, 0, 0)] : [];
    }

    // What arrived on a connection, its end included, with its place among all bytes.
    private static IEnumerable<(int Event, long From, long Length)> Arrivals(
        IReadOnlyList<TranscriptEvent> evidence, string connection)
    {
        var from = 0L;
        for (var at = 0; at < evidence.Count; at++)
        {
            if (evidence[at].Connection != connection || !IsFromTheProxy(evidence[at].Kind))
                continue;
            yield return (at, from, evidence[at].Length);
            from += evidence[at].Length;
        }
    }

    private static int LastReply(IReadOnlyList<TranscriptEvent> evidence)
    {
        for (var at = evidence.Count - 1; at >= 0; at--)
        {
            if (IsFromTheProxy(evidence[at].Kind) && evidence[at].Connection.StartsWith("client", StringComparison.Ordinal))
                return at;
        }
        return evidence.Count - 1;
    }

    private static bool IsFromTheProxy(WireEvent kind) =>
        kind is WireEvent.Received or WireEvent.FinReceived or WireEvent.ResetReceived;
}
