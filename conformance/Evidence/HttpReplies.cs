using ConformanceKit.Wire;

namespace ConformanceKit.Evidence;

/// <summary>What the connections to a proxy received first: HTTP, something else, or nothing.</summary>
internal static class HttpReplies
{
    private const int Enough = 24;

    /// <summary>Whether a connection to the proxy received an HTTP reply.</summary>
    /// <param name="evidence">The evidence of a case.</param>
    public static bool AreIn(IReadOnlyList<TranscriptEvent> evidence) =>
        Clients(evidence).Any(steps => Received(steps).AsSpan().StartsWith("HTTP/"u8));

    /// <summary>
    /// What a proxy that never replied with HTTP did instead, as a clause that follows "it": what most connections saw.
    /// </summary>
    /// <param name="cases">The evidence of each case.</param>
    public static string Instead(IEnumerable<IReadOnlyList<TranscriptEvent>> cases)
    {
        var connections = cases.SelectMany(Clients).ToList();
        if (connections.Select(Received).FirstOrDefault(bytes => bytes.Length > 0) is { } reply)
            return $"sent what is not HTTP, \"{ByteText.Escape(reply)}\"";
        return connections.CountBy(Ending).MaxBy(count => count.Value).Key;
    }

    private static IEnumerable<IGrouping<string, TranscriptEvent>> Clients(IReadOnlyList<TranscriptEvent> evidence) => evidence
        .Where(step => step.Connection.StartsWith("client", StringComparison.Ordinal)).GroupBy(step => step.Connection);

    // A reply may arrive byte by byte. Its beginning is enough to tell HTTP from anything else, and to show it.
    private static byte[] Received(IEnumerable<TranscriptEvent> steps) =>
    [
        .. steps.Where(step => step.Kind == WireEvent.Received)
            .SelectMany(step => step.Bytes[..Math.Min(Enough, step.Bytes.Length)].ToArray()).Take(Enough),
    ];

    private static string Ending(IEnumerable<TranscriptEvent> steps) =>
        steps.Any(step => step.Kind == WireEvent.ResetReceived) ? "accepted connections and reset them"
        : steps.Any(step => step.Kind == WireEvent.FinReceived) ? "accepted connections and closed them"
        : "accepted connections and sent nothing";
}
