using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.ReferenceProxy.Recording;
using ConformanceKit.Wire;

namespace ConformanceKit.Evidence;

/// <summary>
/// The evidence of a case as an exchange: what the harness saw at both ends of the proxy, as who sent what to whom.
/// </summary>
internal static class Exchanges
{
    /// <summary>
    /// The events in the same order; what the harness sent on a <c>client</c> connection came from the client, and so on.
    /// </summary>
    public static IReadOnlyList<ExchangeEvent> Of(IReadOnlyList<TranscriptEvent> evidence) => [.. evidence.Select(Of)];

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

    private static ExchangeEvent Of(TranscriptEvent happened)
    {
        var (from, to) = Parties(happened);
        return new(happened.At, happened.Connection, from, to, Kind(happened.Kind), happened.Bytes, happened.Length,
            happened.Note);
    }

    private static (Party From, Party To) Parties(TranscriptEvent happened)
    {
        var atOrigin = happened.Connection.StartsWith("origin", StringComparison.Ordinal);
        var harness = atOrigin ? Party.Origin : Party.Client;
        return happened.Kind switch
        {
            WireEvent.Note => (harness, harness),
            WireEvent.Opened when atOrigin => (Party.Proxy, harness),
            WireEvent.Opened or WireEvent.Sent or WireEvent.FinSent or WireEvent.ResetSent => (harness, Party.Proxy),
            _ => (Party.Proxy, harness),
        };
    }

    private static ExchangeKind Kind(WireEvent kind) => kind switch
    {
        WireEvent.Opened => ExchangeKind.Opened,
        WireEvent.Sent or WireEvent.Received => ExchangeKind.Bytes,
        WireEvent.FinSent or WireEvent.FinReceived => ExchangeKind.Finished,
        WireEvent.ResetSent or WireEvent.ResetReceived => ExchangeKind.Reset,
        _ => ExchangeKind.Note,
    };
}
