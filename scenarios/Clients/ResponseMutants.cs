using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Clients;

/// <summary>Clients that break one rule about how a response to CONNECT is read.</summary>
internal static class ResponseMutants
{
    [Mutant("client-only-200", "takes only 200 for an open tunnel")]
    [Kills("client/any-2xx/201", ReasonIds.RequestFailed)]
    [Kills("client/any-2xx/204", ReasonIds.RequestFailed)]
    [Kills("client/any-2xx/299", ReasonIds.RequestFailed)]
    public static ClientSteps TakesOnly200() => new() { Opens = static response => response.Status == 200 };

    [Mutant("client-takes-nothing", "takes no response for an open tunnel")]
    [Kills("client/any-2xx/200", ReasonIds.RequestFailed)]
    [Related("client/*")]
    public static ClientSteps TakesNothing() => new() { Opens = static _ => false };

    [Mutant("client-1xx-is-final", "takes a 1xx for the final response")]
    [Kills("client/interim-1xx", ReasonIds.RequestFailed)]
    public static ClientSteps Takes1xxForFinal() => new() { IsInterim = static _ => false };

    [Mutant("client-wants-http11", "takes only a response of HTTP/1.1")]
    [Kills("client/http10-200", ReasonIds.RequestFailed)]
    public static ClientSteps WantsHttp11() => new()
    {
        Reads = static head => head.StartsWith("HTTP/1.1 ", StringComparison.Ordinal),
    };

    [Mutant("client-wants-reason", "takes only a status line with a reason phrase")]
    [Kills("client/no-reason", ReasonIds.RequestFailed)]
    public static ClientSteps WantsReason() => new()
    {
        Reads = static head => head.Split('\r')[0].Split(' ', 3) is [_, _, { Length: > 0 }],
    };

    [Mutant("client-wants-crlf", "takes only lines that end with CRLF")]
    [Records("client/lf-only", "reports an error")]
    public static ClientSteps WantsCrlf() => new()
    {
        Reads = static head => !head.Replace("\r\n", "", StringComparison.Ordinal).Contains('\n', StringComparison.Ordinal),
    };

    [Mutant("client-rejects-nul", "rejects a head with a NUL")]
    [Records("client/nul-in-field", "reports an error")]
    public static ClientSteps RejectsNul() => new() { Reads = static head => !head.Contains('\0', StringComparison.Ordinal) };

    [Mutant("client-reads-content", "waits for the content that a 2xx to CONNECT announces")]
    [Kills("client/content-length-ignored/10", ReasonIds.RequestFailed)]
    public static ClientSteps ReadsContent() => new() { Content = static response => response.Length ?? 0 };

    [Mutant("client-heeds-length-0", "takes a 2xx to CONNECT with Content-Length: 0 for a complete response")]
    [Kills("client/content-length-ignored/0", ReasonIds.RequestFailed)]
    public static ClientSteps HeedsLength0() => new()
    {
        Opens = static response => Is2xx(response) && response.Length is null or > 0,
    };

    [Mutant("client-heeds-chunked", "takes a 2xx to CONNECT with Transfer-Encoding for one with content")]
    [Kills("client/transfer-encoding-ignored", ReasonIds.RequestFailed)]
    public static ClientSteps HeedsChunked() => new()
    {
        Opens = static response => Is2xx(response) && response.Find("Transfer-Encoding") is null,
    };

    [Mutant("client-heeds-close", "ends the tunnel if the 2xx has the close option")]
    [Kills("client/close-option-ignored", ReasonIds.RequestFailed)]
    public static ClientSteps HeedsClose() => new() { Opens = static response => Is2xx(response) && !response.Closes };

    [Mutant("client-reads-once", "expects the whole head in one read")]
    [Kills("client/byte-by-byte", ReasonIds.RequestFailed)]
    [Related("client/truncated-head", "client/no-retry-storm/*", "client/slow-head", "client/head-bounded/*")]
    public static ClientSteps ReadsOnce() => new() { ReadsOnce = true };

    [Mutant("client-discards-behind-head", "throws away what came together with the head of the 2xx")]
    [Kills("client/bytes-behind-200", ReasonIds.BytesDiffer)]
    [Kills("client/server-first", ReasonIds.BodyDiffers)]
    public static ClientSteps DiscardsBehindHead() => new() { DiscardsBehindHead = true };

    [Mutant("client-takes-truncated-head", "takes half a head for a whole one")]
    [Kills("client/truncated-head", ReasonIds.TooEarly)]
    public static ClientSteps TakesTruncatedHead() => new() { TakesTruncatedHead = true };

    [Mutant("client-takes-any-head", "reads a head of any length")]
    [Kills("client/head-bounded", ReasonIds.NotEnded)]
    public static ClientSteps TakesAnyHead() => new() { MostHead = int.MaxValue };

    [Mutant("client-takes-garbage", "takes anything for a 200")]
    [Kills("client/garbage/four-digits", ReasonIds.TooEarly)]
    [Kills("client/garbage/icy", ReasonIds.TooEarly)]
    [Kills("client/garbage/ssh-banner", ReasonIds.TooEarly)]
    [Kills("client/garbage/http2-status-line", ReasonIds.TooEarly)]
    public static ClientSteps TakesGarbage() => new() { TakesGarbage = true };

    [Mutant("client-never-gives-up", "waits for ever, whatever its time limit")]
    [Kills("client/silent", ReasonIds.NotEnded)]
    [Kills("client/slow-head", ReasonIds.NotEnded)]
    public static ClientSteps NeverGivesUp() => new() { NeverGivesUp = true };

    [Mutant("client-storms", "tries again thirty times")]
    [Kills("client/no-retry-storm", ReasonIds.TooMany)]
    public static ClientSteps Storms() => new() { Tries = 30 };

    [Mutant("client-takes-end-for-page", "takes a tunnel that ends at once for an empty page")]
    [Kills("client/eof-after-200", ReasonIds.Spoofed)]
    [Related("client/no-fallback-direct/closes", "client/truncated-head", "client/h2-*")]
    public static ClientSteps TakesEndForPage() => new() { TakesEndForPage = true };

    [Mutant("client-takes-reset-for-end", "takes a stream that is reset for one that has ended")]
    [Kills("client/h2-reset", ReasonIds.Spoofed)]
    public static ClientSteps TakesResetForEnd() => new() { TakesResetForEnd = true };

    [Mutant("client-takes-malformed-fields", "takes a malformed response in HTTP/2")]
    [Kills("client/h2-malformed-2xx/connection", ReasonIds.Spoofed)]
    [Kills("client/h2-malformed-2xx/upper-case", ReasonIds.Spoofed)]
    public static ClientSteps TakesMalformedFields() => new() { TakesMalformedFields = true };

    [Mutant("client-heeds-length-of-a-stream", "takes a 2xx to CONNECT with content-length for one with content")]
    [Kills("client/h2-malformed-2xx/content-length", ReasonIds.RequestFailed)]
    [Related("client/content-length-ignored/*")]
    public static ClientSteps HeedsLengthOfStream() => new()
    {
        Opens = static response => Is2xx(response) && response.Length is null,
    };

    [Mutant("client-waits-after-refusal", "waits for ever when a stream is refused, or the connection goes away")]
    [Kills("client/h2-refused", ReasonIds.NotEnded)]
    [Kills("client/h2-goaway", ReasonIds.NotEnded)]
    [Related("client/h2-reset", "client/silent", "client/slow-head")]
    public static ClientSteps WaitsAfterRefusal() => new() { WaitsAfterRefusal = true, NeverGivesUp = true };

    private static bool Is2xx(ClientResponse response) => response.Status is >= 200 and < 300;
}
