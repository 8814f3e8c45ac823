using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;

namespace ConformanceKit.Scenarios.ConnectErrors;

/// <summary>Proxies that reject a CONNECT badly, or go on after it.</summary>
internal static class RejectionReplyMutants
{
    [Mutant("cuts-its-error-pages-off", "sends less content in a 502 to CONNECT than its Content-Length says")]
    [Kills("connect-errors/error-framed", ReasonIds.BodyIncomplete)]
    [Related("connect-errors/*", "connect/own-address")]
    public static Flaw CutsItsPagesOff() => Rejecting(502, head =>
    {
        if (head.Field("Content-Length") is { } length)
            head.Set("Content-Length", length + "0");
    });

    [Mutant("rejects-without-a-word", "rejects a CONNECT with an empty body")]
    [Kills("connect-errors/error-explains", ReasonIds.BodyEmpty)]
    public static Flaw RejectsWithoutAWord()
    {
        var isRejected = false;
        return new Flaw()
            .Response((head, exchange) =>
            {
                if (!exchange.Request.IsConnect || head.IsSuccessful)
                    return;
                isRejected = true;
                head.Set("Content-Length", "0");
            })
            .BodyBytes(Leg.ToClient, bytes => isRejected ? [] : bytes);
    }

    [Mutant("does-not-announce-its-close", "rejects a CONNECT without Connection: close, but closes")]
    [Kills("connect-errors/close-announced", ReasonIds.FieldValue)]
    [Kills("auth/407-close-announced", ReasonIds.FieldValue)]
    public static Flaw DoesNotAnnounceItsClose() => new Flaw().Response((head, exchange) =>
    {
        if (exchange.Request.IsConnect && !head.IsSuccessful)
            head.Remove("Connection");
    });

    [Mutant("answers-421", "answers with 421 if it cannot connect, as only an origin that does not serve the host may")]
    [Kills("connect-errors/no-421", ReasonIds.Status)]
    [Related("connect-errors/*", "informational/proxy-status-code")]
    public static Flaw Answers421() => Rejecting(502, head => head.Status = 421);

    [Mutant("goes-on-behind-a-rejected-connect",
        "keeps the connection open after a rejected CONNECT and serves the next request (squid-cache/squid#2394, "
        + "nghttp2/nghttp2#2323)")]
    [Kills("connect-errors/reject-closes", ReasonIds.UnexpectedBytes)]
    [Related("auth/407-connect-closes")]
    public static Flaw GoesOn() => KeepingOpen(answersNext: true);

    [Mutant("never-closes-behind-a-rejected-connect",
        "keeps the connection open after a rejected CONNECT, and sends nothing more")]
    [Kills("connect-errors/reject-closes", ReasonIds.NotClosed)]
    [Related("auth/407-connect-closes")]
    public static Flaw NeverCloses() => KeepingOpen(answersNext: false);

    [Mutant("serves-what-is-behind-a-rejected-connect",
        "treats what follows a CONNECT that it rejects as the next request, and closes")]
    [Kills("connect-errors/reject-drops-pipelined", ReasonIds.OriginContacted)]
    [Kills("auth/407-drops-pipelined", ReasonIds.OriginContacted)]
    public static Flaw ServesWhatIsBehind()
    {
        var isRejected = false;
        var following = "";
        return new Flaw()
            .Tunnel(Leg.FromClient, Filters.Bytes(async bytes =>
            {
                following += Encoding.Latin1.GetString(bytes);
                await ServeAsync();
                return bytes;
            }))
            .Heads(Leg.ToClient, async (head, exchange) =>
            {
                isRejected = exchange.Request.IsConnect && !head.IsSuccessful;
                await ServeAsync();
            });

        async Task ServeAsync()
        {
            if (isRejected)
                await StrayRequest.ForwardAsync(following);
        }
    }

    private static Flaw Rejecting(int status, Action<Head> edit) => new Flaw().Response((head, exchange) =>
    {
        if (exchange.Request.IsConnect && head.Status == status)
            edit(head);
    });

    private static Flaw KeepingOpen(bool answersNext)
    {
        ByteSink? rejected = null;
        return new Flaw()
            .Response((head, exchange) =>
            {
                if (!exchange.Request.IsConnect || head.IsSuccessful)
                    return;
                head.Remove("Connection");
                rejected = exchange.Client;
            })
            .Filter(Leg.ToClient, next => new KeepOpenFilter(next, () => rejected is not null))
            .Tunnel(Leg.FromClient, Filters.Bytes(async bytes =>
            {
                if (rejected is null)
                    return bytes;
                if (answersNext)
                    await rejected.SendAsync(Encoding.Latin1.GetBytes(Answers.Ok));
                return [];
            }));
    }
}
