using System.Globalization;
using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Proxies that take the content of a request for the next request.</summary>
internal static class ContentMutants
{
    [Mutant("expects-no-content-with-get", "assumes that GET, HEAD and DELETE have no content, whatever length they announce")]
    [Kills("robustness/body-is-body", ReasonIds.OriginCount)]
    public static Flaw ExpectsNoContentWithGet() => ReadingOn(head => head.Method is "GET" or "HEAD" or "DELETE");

    [Mutant("reads-on-behind-the-head-of-a-request-answered-early",
        "reads on after the head of a POST whose response came before its content")]
    [Kills("robustness/early-answer-body", ReasonIds.OriginContacted)]
    [Related("absolute-form/early-final/*", "absolute-form/expect-continue")]
    public static Flaw ReadsOnBehindTheHead() => ReadingOn(head => head.Target.EndsWith("/early", StringComparison.Ordinal));

    // The head that the reference gets announces no content, and the content follows without framing.
    private static Flaw ReadingOn(Func<Head, bool> isMeant)
    {
        var isChunked = false;
        return new Flaw()
            .Request(head =>
            {
                isChunked = false;
                if (!isMeant(head))
                    return;
                isChunked = head.Field("Transfer-Encoding") is not null;
                head.Remove("Content-Length");
                head.Remove("Transfer-Encoding");
                head.Remove("Expect");
            })
            .BodyBytes(Leg.FromClient, bytes => isChunked ? FirstChunk(bytes) : bytes);
    }

    private static byte[] FirstChunk(byte[] body)
    {
        var text = Encoding.Latin1.GetString(body);
        var line = text.IndexOf("\r\n", StringComparison.Ordinal);
        var size = int.Parse(text[..line], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return body.AsSpan(line + 2, size).ToArray();
    }
}
