using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Mutants;

/// <summary>Proxies that don't know which responses have no body.</summary>
internal static class BodilessMutants
{
    [Mutant("adds-chunked-to-every-response", "adds Transfer-Encoding: chunked to responses that have no body, interim ones among them")]
    [Kills("absolute-form/no-framing-fields", ReasonIds.FieldPresent)]
    public static Flaw AddsChunked() => Adding("Transfer-Encoding: chunked");

    [Mutant("adds-a-length-of-zero", "adds Content-Length: 0 to responses that have no body, interim ones among them")]
    [Kills("absolute-form/no-framing-fields", ReasonIds.FieldPresent)]
    public static Flaw AddsZero() => Adding("Content-Length: 0");

    [Mutant("serves-what-stands-behind-a-204", "answers the next request with the body behind a 204, a 304 or a response to HEAD")]
    [Kills("robustness/bodiless-extra-bytes", ReasonIds.FieldValue)]
    public static Flaw ServesWhatStandsBehind()
    {
        string? left = null;
        var first = false;
        return new Flaw()
            .Request(head => first = head.Target.EndsWith("/1", StringComparison.Ordinal) && head.Field("If-None-Match") is not null)
            .MendsResponses(text =>
            {
                var stray = first ? text.IndexOf("HTTP/1.1 200 OK\r\nX-From: stray", StringComparison.Ordinal) : -1;
                if (stray < 0) return text;
                Volatile.Write(ref left, text[stray..]);
                return text[..(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is var head && head < stray ? head + 4 : stray)];
            })
            .Heads(Leg.FromClient, async (head, exchange) =>
            {
                if (!exchange.Request.Target.EndsWith("/2", StringComparison.Ordinal)) return;

                // What its kernel has, it may not have read yet.
                for (var i = 0; i < 50 && Volatile.Read(ref left) is null; i++) await Task.Delay(10);
                if (Interlocked.Exchange(ref left, null) is not { } stray) return;
                head.Text = "";
                await exchange.Client.SendAsync(Encoding.Latin1.GetBytes(stray));
            });
    }

    private static Flaw Adding(string line) => new Flaw().Response((head, exchange) =>
    {
        var isMeant = exchange.Request.Target.EndsWith("/bodiless", StringComparison.Ordinal);
        if (isMeant && (head.Status is 103 or 204 or 304 || exchange.Request.Method == "HEAD")) head.Add(line);
    });
}
