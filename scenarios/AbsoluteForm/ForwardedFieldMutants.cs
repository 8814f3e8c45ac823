using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Proxies that do one thing wrong with a field that they forward, add or answer to.</summary>
internal static partial class ForwardedFieldMutants
{
    [Mutant("drops-unknown-fields", "forwards only the request fields that it knows")]
    [Kills("absolute-form/unknown-header", ReasonIds.FieldAbsent)]
    [Related("absolute-form/repeat-order", "hop-by-hop/unnominated-kept/request", "absolute-form/obs-text-request")]
    public static Flaw DropsUnknownFields() => new Flaw().Forwarded(head =>
    {
        foreach (var name in Names(head).Where(name => name.StartsWith("X-", StringComparison.OrdinalIgnoreCase)))
            head.Remove(name);
    });

    // Via is left alone: a proxy adds its own once everything else is in place.
    [Mutant("reverses-repeated-fields", "joins repeated field lines of a request in reverse order")]
    [Kills("absolute-form/repeat-order", ReasonIds.FieldValue)]
    public static Flaw ReversesRepeatedFields() => new Flaw().Forwarded(head =>
    {
        foreach (var name in Names(head).Where(name => name != "Via" && head.Values(name).Count > 1))
            head.Set(name, string.Join(", ", head.Values(name).Reverse()));
    });

    [Mutant("joins-set-cookie", "joins the Set-Cookie lines of a response")]
    [Kills("absolute-form/set-cookie-lines", ReasonIds.FieldValue)]
    public static Flaw JoinsSetCookie() => new Flaw().Response(head =>
    {
        if (head.Values("Set-Cookie").Count > 1)
            head.Set("Set-Cookie", string.Join(", ", head.Values("Set-Cookie")));
    });

    [Mutant("drops-conditions", "forwards a conditional request without its conditions, as if to fill a cache")]
    [Kills("absolute-form/conditionals", ReasonIds.FieldAbsent)]
    public static Flaw DropsConditions() => new Flaw().Forwarded(head =>
    {
        foreach (var name in Names(head).Where(name => name.StartsWith("If-", StringComparison.OrdinalIgnoreCase)))
            head.Remove(name);
    });

    [Mutant("removes-early-data", "removes Early-Data from a request")]
    [Kills("absolute-form/early-data-field", ReasonIds.FieldAbsent)]
    public static Flaw RemovesEarlyData() => new Flaw().Forwarded(head => head.Remove("Early-Data"));

    // If both are its own, the one that it would overwrite is what ends a loop.
    [Mutant("overwrites-via", "replaces the Via of a request with its own")]
    [Kills("absolute-form/via-request", ReasonIds.FieldValue)]
    public static Flaw OverwritesVia() => new Flaw().Forwarded(head =>
    {
        if (head.Values("Via") is [var before, .., var own] && before != own)
            head.Set("Via", own);
    });

    [Mutant("reads-heads-as-ascii", "reads the head of a response as ASCII, and writes \"?\" for every other byte")]
    [Kills("absolute-form/obs-text-response/latin-1", ReasonIds.FieldValue)]
    [Kills("absolute-form/obs-text-response/utf-8", ReasonIds.FieldValue)]
    [Kills("absolute-form/obs-text-response/neither", ReasonIds.FieldValue)]
    [Kills("absolute-form/obs-text-response/reason-phrase", ReasonIds.StatusLine)]
    public static Flaw ReadsAscii() => new Flaw().Response((head, exchange) =>
    {
        if (exchange.Request.Target.EndsWith("/obs-text", StringComparison.Ordinal))
            head.Text = AboveAscii().Replace(head.Text, "?");
    });

    [Mutant("names-its-own-version-in-via", "writes HTTP/1.1 into the Via of every response")]
    [Kills("absolute-form/via-response", ReasonIds.FieldValue)]
    public static Flaw NamesItsOwnVersion() => new Flaw().Response(head =>
    {
        if (head.Field("Via") is { } via && via.StartsWith("1.0 ", StringComparison.Ordinal))
            head.Set("Via", "1.1 " + via["1.0 ".Length..]);
    });

    [Mutant("adds-no-date", "adds no Date to a response that has none")]
    [Kills("absolute-form/date-added", ReasonIds.FieldAbsent)]
    public static Flaw AddsNoDate()
    {
        var isDated = true;
        return new Flaw()
            .OriginResponse(head => isDated = head.Field("Date") is not null)
            .Response(head =>
            {
                if (!isDated)
                    head.Remove("Date");
            });
    }

    [Mutant("adds-max-forwards", "adds Max-Forwards to an OPTIONS that has none")]
    [Kills("absolute-form/max-forwards-not-added", ReasonIds.FieldPresent)]
    public static Flaw AddsMaxForwards() => new Flaw().Forwarded(head =>
    {
        if (head.Method == "OPTIONS" && head.Field("Max-Forwards") is null)
            head.Add("Max-Forwards: 10");
    });

    [Mutant("forwards-at-max-forwards-zero", "forwards a TRACE or OPTIONS whose Max-Forwards is 0")]
    [Kills("absolute-form/max-forwards-zero/options", ReasonIds.OriginContacted)]
    [Kills("absolute-form/max-forwards-zero/trace", ReasonIds.OriginContacted)]
    public static Flaw ForwardsAtZero() => new Flaw().Request(head =>
    {
        if (head.Field("Max-Forwards") == "0")
            head.Set("Max-Forwards", "1");
    });

    [Mutant("falls-silent-at-max-forwards-zero", "closes the connection without a response if Max-Forwards is 0")]
    [Kills("absolute-form/max-forwards-zero", ReasonIds.ClosedWithoutReply)]
    public static Flaw EndsAtZero() => new Flaw().Heads(Leg.FromClient, async (head, exchange) =>
    {
        if (head.Field("Max-Forwards") is not ("0" or "00"))
            return;
        head.Text = "";
        await exchange.Client.FinishAsync();
    });

    [Mutant("echoes-credentials", "answers TRACE with everything that it received, including credentials and cookies")]
    [Kills("absolute-form/trace-redacts", ReasonIds.UnexpectedBytes)]
    public static Flaw EchoesCredentials() =>
        new Flaw().Answer(head => head.Method == "TRACE" && head.Field("Max-Forwards") == "0"
            ? $"HTTP/1.1 200 OK\r\nContent-Type: message/http\r\nContent-Length: {head.Text.Length}\r\n\r\n{head.Text}"
            : null);

    [Mutant("never-counts-max-forwards", "forwards Max-Forwards unchanged")]
    [Kills("absolute-form/max-forwards-decrement", ReasonIds.FieldValue)]
    public static Flaw NeverCounts() => new Flaw().Forwarded((head, exchange) =>
    {
        if (exchange.Request.Field("Max-Forwards") is { } left)
            head.Set("Max-Forwards", left);
    });

    private static List<string> Names(Head head) =>
    [
        .. head.Text.Split("\r\n").Skip(1).Where(line => line.Contains(':', StringComparison.Ordinal))
            .Select(line => line.Split(':')[0]).Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    [GeneratedRegex("[\u0080-\u00ff]")]
    private static partial Regex AboveAscii();
}
