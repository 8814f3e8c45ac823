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
    public static IReadOnlyList<AnnotatedEvent> Annotated(IReadOnlyList<TranscriptEvent> evidence) =>
        Annotator.Annotate(Of(evidence));

    /// <summary>The exchange as a ladder for a terminal.</summary>
    public static IEnumerable<string> Ladder(IReadOnlyList<TranscriptEvent> evidence, int linesPerEvent) =>
        ReferenceProxy.Explaining.Ladder.Lines(Annotated(evidence), linesPerEvent);

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
