using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.Reporting;

/// <summary>The evidence of a case as an exchange: what the harness saw at both ends of the proxy, told as who said what to whom.</summary>
internal static class Exchanges
{
    /// <summary>The events in the same order; what the harness sent on a <c>client</c> connection came from the client, and so on.</summary>
    public static IReadOnlyList<ExchangeEvent> Of(IReadOnlyList<EvidenceReport> evidence) => [.. evidence.Select(Of)];

    /// <summary>The exchange with what each event means.</summary>
    public static IReadOnlyList<AnnotatedEvent> Annotated(IReadOnlyList<EvidenceReport> evidence) => Annotator.Annotate(Of(evidence));

    /// <summary>The exchange as a ladder for a terminal.</summary>
    public static IEnumerable<string> Ladder(IReadOnlyList<EvidenceReport> evidence, int linesPerEvent) =>
        ReferenceProxy.Explaining.Ladder.Lines(Annotated(evidence), linesPerEvent);

    private static ExchangeEvent Of(EvidenceReport happened)
    {
        var (from, to) = Parties(happened);
        var octets = happened.Event is "sent" or "received";
        return new(
            TimeSpan.FromMilliseconds(happened.AtMs),
            happened.Connection,
            from,
            to,
            Kind(happened.Event),
            octets ? happened.Bytes() : default,
            happened.Length,
            octets ? happened.Note ?? "" : happened.Text);
    }

    private static (Party From, Party To) Parties(EvidenceReport happened)
    {
        var atOrigin = happened.Connection.StartsWith("origin", StringComparison.Ordinal);
        var harness = atOrigin ? Party.Origin : Party.Client;
        return happened.Event switch
        {
            "note" => (harness, harness),
            "opened" when atOrigin => (Party.Proxy, harness),
            "opened" or "sent" or "fin-sent" or "reset-sent" => (harness, Party.Proxy),
            _ => (Party.Proxy, harness),
        };
    }

    private static ExchangeKind Kind(string name) => name switch
    {
        "opened" => ExchangeKind.Opened,
        "sent" or "received" => ExchangeKind.Octets,
        "fin-sent" or "fin-received" => ExchangeKind.Finished,
        "reset-sent" or "reset-received" => ExchangeKind.Reset,
        _ => ExchangeKind.Note,
    };
}
