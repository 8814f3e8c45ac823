using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.ReferenceProxy.Recording;
using ConformanceKit.Wire;

namespace ConformanceKit.Evidence;

/// <summary>
/// The evidence of a case as an exchange: what the harness saw at both ends of the proxy, as who sent what to whom.
/// </summary>
internal static class Exchanges
{
    private const string ProxySide = "proxy ";

    /// <summary>
    /// The events in the same order; what the harness sent on a <c>client</c> connection came from the client, and so on. Where a
    /// client is graded, the harness is the proxy on a <c>proxy</c> connection.
    /// </summary>
    public static IReadOnlyList<ExchangeEvent> Of(IReadOnlyList<TranscriptEvent> evidence) => [.. evidence.Select(Of)];

    /// <summary>One event of it.</summary>
    /// <param name="happened">What happened.</param>
    public static ExchangeEvent Of(TranscriptEvent happened)
    {
        var (from, to) = Parties(happened);
        return new(happened.At, Shown(happened.Connection), from, to, Kind(happened.Kind), happened.Bytes, happened.Length,
            happened.Note);
    }

    /// <summary>The exchange, with an explanation of each event.</summary>
    /// <param name="evidence">What happened.</param>
    /// <param name="broken">Where a requirement is broken, to be marked.</param>
    public static IReadOnlyList<AnnotatedEvent> Annotated(
        IReadOnlyList<TranscriptEvent> evidence, IReadOnlyList<Break>? broken = null)
    {
        var places = (broken ?? []).ToLookup(place => place.Event);
        return
        [
            .. FrameSteps.Annotate(Of(evidence)).Select((step, at) => places.Contains(at)
                ? step with { Marked = [.. places[at].Where(place => place.Length > 0).Select(PartOf)] }
                : step),
        ];
    }

    /// <summary>The exchange as a ladder for a terminal.</summary>
    /// <param name="evidence">What happened.</param>
    /// <param name="linesPerEvent">How many lines of bytes to show for each event.</param>
    /// <param name="broken">Where a requirement is broken, to be marked.</param>
    public static IEnumerable<string> Ladder(
        IReadOnlyList<TranscriptEvent> evidence, int linesPerEvent, IReadOnlyList<Break>? broken = null) =>
        ReferenceProxy.Explaining.Ladder.Lines(Annotated(evidence, broken), linesPerEvent);

    // What is beyond the bytes that are kept cannot be shown.
    private static Range PartOf(Break place)
    {
        var from = (int)Math.Min(place.Offset, int.MaxValue);
        return from..(from + (int)Math.Min(place.Length, int.MaxValue - from));
    }

    // A connection to the proxy has the client's name, whoever recorded it; what the proxy remarks has its own.
    private static string Shown(string connection) =>
        connection.StartsWith(ProxySide, StringComparison.Ordinal) ? $"client {connection[ProxySide.Length..]}" : connection;

    private static (Party From, Party To) Parties(TranscriptEvent happened)
    {
        var (harness, other) = Sides(happened.Connection);
        return happened.Kind switch
        {
            WireEvent.Note => (harness, harness),
            WireEvent.Opened when harness != Party.Client => (other, harness),
            WireEvent.Opened or WireEvent.Sent or WireEvent.FinSent or WireEvent.ResetSent => (harness, other),
            _ => (other, harness),
        };
    }

    // Who the harness is on a connection, and who is at its other end.
    private static (Party Harness, Party Other) Sides(string connection) =>
        connection.StartsWith("origin", StringComparison.Ordinal) ? (Party.Origin, Party.Proxy)
        : connection.StartsWith("proxy", StringComparison.Ordinal) ? (Party.Proxy, Party.Client)
        : (Party.Client, Party.Proxy);

    private static ExchangeKind Kind(WireEvent kind) => kind switch
    {
        WireEvent.Opened => ExchangeKind.Opened,
        WireEvent.Sent or WireEvent.Received => ExchangeKind.Bytes,
        WireEvent.FinSent or WireEvent.FinReceived => ExchangeKind.Finished,
        WireEvent.ResetSent or WireEvent.ResetReceived => ExchangeKind.Reset,
        _ => ExchangeKind.Note,
    };
}
