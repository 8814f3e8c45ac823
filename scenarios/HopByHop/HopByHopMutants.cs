using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.HopByHop;

/// <summary>Proxies that forward what concerns only one connection, or mistake something else for it.</summary>
internal static partial class HopByHopMutants
{
    private static readonly HashSet<string> s_wellKnown = new(
        ["Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Proxy-Authorization"],
        StringComparer.OrdinalIgnoreCase);

    [Mutant("ignores-nominations", "forwards the fields that Connection nominates")]
    [Kills("hop-by-hop/nominated", ReasonIds.FieldPresent)]
    [Related("hop-by-hop/h2c-upgrade", "absolute-form/h2c-upgrade")]
    public static Flaw IgnoresNominations() => Forwarding((_, _) => true);

    [Mutant("compares-nominations-with-case", "removes a field only if Connection nominates it in the same case")]
    [Kills("hop-by-hop/nominated-case-empties", ReasonIds.FieldPresent)]
    public static Flaw ComparesNominationsWithCase() =>
        Forwarding((received, name) => !received.Members("Connection").Contains(name, StringComparer.Ordinal));

    [Mutant("stops-at-an-empty-nomination", "reads Connection only up to the first empty member")]
    [Kills("hop-by-hop/nominated-case-empties", ReasonIds.FieldPresent)]
    public static Flaw StopsAtAnEmptyNomination() => Forwarding((received, name) => !received.Values("Connection")
        .SelectMany(value => value.Split(',').Select(member => member.TrimWhitespace()).TakeWhile(member => member.Length > 0))
        .Contains(name, StringComparer.OrdinalIgnoreCase));

    [Mutant("forwards-connection", "forwards Connection unchanged")]
    [Kills("hop-by-hop/connection-field", ReasonIds.FieldValue)]
    public static Flaw ForwardsConnection() => ForwardsField("Connection");

    [Mutant("forwards-keep-alive", "forwards Keep-Alive")]
    [Kills("hop-by-hop/keep-alive", ReasonIds.FieldValue)]
    public static Flaw ForwardsKeepAlive() => ForwardsField("Keep-Alive");

    [Mutant("forwards-proxy-connection", "forwards Proxy-Connection")]
    [Kills("hop-by-hop/proxy-connection", ReasonIds.FieldValue)]
    public static Flaw ForwardsProxyConnection() => ForwardsField("Proxy-Connection");

    [Mutant("forwards-te", "forwards TE")]
    [Kills("hop-by-hop/te", ReasonIds.FieldValue)]
    public static Flaw ForwardsTE() => ForwardsField("TE");

    [Mutant("forwards-upgrade", "forwards Upgrade")]
    [Kills("hop-by-hop/upgrade", ReasonIds.FieldValue)]
    [Related("http10/upgrade-ignored", "hop-by-hop/h2c-upgrade")]
    public static Flaw ForwardsUpgrade() => ForwardsField("Upgrade");

    [Mutant("reads-one-connection-line", "removes only what the first line of Connection nominates")]
    [Kills("hop-by-hop/nominated/lines-*", ReasonIds.FieldPresent)]
    public static Flaw ReadsOneConnectionLine()
    {
        Head? response = null;
        return new Flaw()
            .Forwarded((head, exchange) => PutBack(head, exchange.Request))
            .OriginResponse(head => response = new(head.Text))
            .Response(head => PutBack(head, response));

        static void PutBack(Head head, Head? came)
        {
            if (came?.Values("Connection").Count is not > 1)
                return;
            foreach (var name in came.Members("Connection").Skip(1).Where(name => name != "close"))
            {
                if (came.Field(name) is { } value)
                    head.Add($"{name}: {value}");
            }
        }
    }

    [Mutant("adds-content-length-to-chunked-requests", "adds a Content-Length to a chunked request")]
    [Kills("hop-by-hop/transfer-encoding-own", ReasonIds.FieldPresent)]
    public static Flaw AddsContentLength() => new Flaw().Forwarded(head =>
    {
        if (head.Field("Transfer-Encoding") is not null)
            head.Add("Content-Length: 0");
    });

    [Mutant("adds-content-length-to-chunked-responses", "adds a Content-Length to a chunked response")]
    [Kills("hop-by-hop/transfer-encoding-own/response", ReasonIds.FieldPresent)]
    [Related("robustness/response-cl-te")]
    public static Flaw AddsContentLengthToResponses() => new Flaw().Response(head =>
    {
        if (head.Field("Transfer-Encoding") is not null)
            head.Add("Content-Length: 0");
    });

    [Mutant("chunks-what-has-a-length", "sends a response in chunks, but keeps the origin's Content-Length")]
    [Kills("hop-by-hop/transfer-encoding-own/response-length", ReasonIds.FieldPresent)]
    public static Flaw ChunksWhatHasALength() => new Flaw()
        .When("/has-length", out var isAsked)
        .Response(head =>
        {
            if (isAsked())
                head.Add("Transfer-Encoding: chunked");
        })
        .BodyBytes(Leg.ToClient, bytes => isAsked() ? [.. "5\r\n"u8, .. bytes, .. "\r\n0\r\n\r\n"u8] : bytes);

    [Mutant("believes-that-host-is-nominated", "removes Host when Connection nominates it")]
    [Kills("hop-by-hop/connection-host", ReasonIds.FieldAbsent)]
    public static Flaw RemovesHost() => new Flaw().Forwarded((head, exchange) =>
    {
        if (exchange.Request.Members("Connection").Contains("Host", StringComparer.OrdinalIgnoreCase))
            head.Remove("Host");
    });

    [Mutant("removes-nominated-framing", "forwards content without the framing field that Connection nominates")]
    [Kills("hop-by-hop/nominated-framing", ReasonIds.BodyDiffers)]
    public static Flaw RemovesFraming() => new Flaw().Forwarded((head, exchange) =>
    {
        foreach (var name in exchange.Request.Members("Connection")
            .Where(name => name is "Content-Length" or "Transfer-Encoding"))
        {
            head.Remove(name);
        }
    });

    [Mutant("passes-h2c-through", "forwards an upgrade to h2c unchanged, with the Connection that nominates it")]
    [Kills("hop-by-hop/h2c-upgrade", ReasonIds.FieldValue)]
    [Kills("absolute-form/h2c-upgrade", ReasonIds.FieldPresent)]
    public static Flaw PassesH2cThrough() => new Flaw().Forwarded((head, exchange) =>
    {
        if (exchange.Request.Field("Upgrade") != "h2c")
            return;
        foreach (var name in new[] { "Connection", "Upgrade", "HTTP2-Settings" })
            head.Set(name, exchange.Request.Field(name) ?? "");
    });

    [Mutant("removes-lookalikes-of-connection", "removes every field whose name ends with -Connection")]
    [Kills("hop-by-hop/unnominated-kept", ReasonIds.FieldAbsent)]
    public static Flaw RemovesLookalikes() => new Flaw().Forwarded(RemoveLookalikes).Response(RemoveLookalikes);

    private static void RemoveLookalikes(Head head) => head.Text = Lookalike().Replace(head.Text, "");

    [Mutant("keeps-what-matters-to-clients", "forwards a Set-Cookie or an ETag that the response nominates")]
    [Kills("hop-by-hop/response-nominated/set-cookie", ReasonIds.FieldPresent)]
    [Kills("hop-by-hop/response-nominated/etag", ReasonIds.FieldPresent)]
    public static Flaw KeepsWhatMatters() => new Flaw().ForwardedResponse((head, received) =>
    {
        if (received.Members("Connection") is ["Set-Cookie" or "ETag"] nominated)
            head.Add($"{nominated[0]}: {received.Field(nominated[0])}");
    });

    [Mutant("ignores-nominations-of-interims", "forwards the fields that Connection nominates in an interim response")]
    [Kills("hop-by-hop/response-nominated/interim", ReasonIds.FieldPresent)]
    public static Flaw IgnoresNominationsOfInterims()
    {
        string? nominated = null;
        return new Flaw()
            .OriginResponse(head =>
            {
                if (head.Status == 103 && head.Members("Connection").Contains("X-Hop"))
                    nominated = head.Field("X-Hop");
            })
            .Response(head =>
            {
                if (head.Status == 103 && nominated is not null)
                    head.Add($"X-Hop: {nominated}");
            });
    }

    [Mutant("loses-what-a-response-nominates",
        "removes the Content-Length or Date that a response nominates, and puts nothing in its place")]
    [Kills("hop-by-hop/connection-framing/content-length", ReasonIds.BytesTimeout)]
    [Kills("hop-by-hop/connection-framing/date", ReasonIds.FieldAbsent)]
    public static Flaw LosesNominated() => new Flaw().ForwardedResponse((head, received) =>
    {
        if (received.Members("Connection") is ["Content-Length" or "Date"] nominated)
            head.Remove(nominated[0]);
    });

    // Puts back what the reference removed because it was nominated, for a proxy that gets only some nominations wrong.
    private static Flaw Forwarding(Func<Head, string, bool> isForwarded)
    {
        return new Flaw().Forwarded((head, exchange) => Restore(head, exchange.Request)).ForwardedResponse(Restore);

        void Restore(Head head, Head received)
        {
            var nominated = received.Members("Connection");
            foreach (var (name, line) in received.FieldLines())
            {
                var isGone = nominated.Contains(name, StringComparer.OrdinalIgnoreCase) && head.Field(name) is null;
                if (isGone && !s_wellKnown.Contains(name) && isForwarded(received, name))
                    head.Add(line);
            }
        }
    }

    private static Flaw ForwardsField(string field)
    {
        return new Flaw().Forwarded((head, exchange) => Restore(head, exchange.Request)).ForwardedResponse(Restore);

        void Restore(Head head, Head received)
        {
            if (received.Field(field) is { } value)
                head.Set(field, value);
        }
    }

    [GeneratedRegex(@"^[0-9A-Za-z_-]+-Connection:.*\r\n", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Lookalike();
}
