using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Proxies that determine the length of a request differently from RFC 9112 §6.3.</summary>
internal static partial class RequestSmugglingMutants
{
    [Mutant("lets-content-length-win", "goes by Content-Length although there is Transfer-Encoding too")]
    [Kills("robustness/cl-te", ReasonIds.UnexpectedBytes)]
    [Kills("robustness/te-chunked-list", ReasonIds.UnexpectedBytes)]
    public static Flaw LetsContentLengthWin() => new Flaw().Request(head =>
    {
        if (!HasBoth(head))
            return;
        head.Remove("Transfer-Encoding");
        head.Add("Connection: close");
    });

    [Mutant("forwards-both-framing-fields", "forwards Content-Length along with Transfer-Encoding")]
    [Kills("robustness/cl-te", ReasonIds.FieldPresent)]
    [Kills("robustness/te-chunked-list", ReasonIds.FieldPresent)]
    public static Flaw ForwardsBoth() => new Flaw()
        .Request(head =>
        {
            if (!HasBoth(head))
                return;
            head.Remove("Content-Length");
            head.Add("Connection: close");
        })
        .Forwarded((head, exchange) =>
        {
            if (HasBoth(exchange.Request))
                head.Add($"Content-Length: {exchange.Request.Field("Content-Length")}");
        });

    [Mutant("reads-on-behind-both-framing-fields", "treats what follows a request with both framing fields as the next request")]
    [Kills("robustness/cl-te", ReasonIds.UnexpectedBytes)]
    [Kills("robustness/te-chunked-list", ReasonIds.UnexpectedBytes)]
    public static Flaw ReadsOn() => new Flaw().Request(head =>
    {
        if (HasBoth(head))
            head.Remove("Content-Length");
    });

    [Mutant("forwards-what-it-refuses", "answers 400 to a request with both framing fields, but forwards it all the same")]
    [Kills("robustness/cl-te", ReasonIds.OriginContacted)]
    [Kills("robustness/te-chunked-list", ReasonIds.OriginContacted)]
    public static Flaw ForwardsWhatItRefuses() => new Flaw()
        .Request(head =>
        {
            if (!HasBoth(head))
                return;
            head.Remove("Content-Length");
            head.Add("Connection: close");
        })
        .Response((head, exchange) =>
        {
            if (HasBoth(exchange.Request))
                head.Status = 400;
        });

    [Mutant("ignores-transfer-encodings-it-does-not-know", "ignores a Transfer-Encoding that is not exactly \"chunked\"")]
    [Kills("robustness/te-variants", ReasonIds.Accepted)]
    [Kills("robustness/te-not-chunked/identity", ReasonIds.Accepted)]
    [Kills("robustness/te-variants/*", ReasonIds.Accepted)]
    [Kills("robustness/te-chunked-list", ReasonIds.UnexpectedBytes)]
    [Related("robustness/te-not-chunked", "robustness/te-twice")]
    public static Flaw IgnoresUnknownEncodings() => new Flaw().Request(head =>
    {
        if (head.Field("Transfer-Encoding") is null or "chunked")
            return;
        head.Remove("Transfer-Encoding");
        head.Add("Connection: close");
    });

    [Mutant("looks-for-chunked-anywhere", "treats a body as chunked although chunked is not the final coding")]
    [Kills("robustness/te-variants", ReasonIds.Accepted)]
    [Kills("robustness/te-not-chunked/chunked-first", ReasonIds.Accepted)]
    [Kills("robustness/te-not-chunked/two-lines", ReasonIds.Accepted)]
    public static Flaw LooksForChunkedAnywhere() => new Flaw().Request(head =>
    {
        if (head.Members("Transfer-Encoding") is [.., not "chunked"] codings && codings.Contains("chunked"))
            head.Set("Transfer-Encoding", "chunked");
    });

    [Mutant("looks-for-chunked-at-the-end", "treats any coding whose name ends with \"chunked\" as chunked")]
    [Kills("robustness/te-variants/xchunked", ReasonIds.Accepted)]
    [Related("robustness/te-not-chunked/*")]
    public static Flaw LooksForChunkedAtTheEnd() => new Flaw().Request(head =>
    {
        if (head.Field("Transfer-Encoding") is { } coding && coding.EndsWith("chunked", StringComparison.Ordinal))
            head.Set("Transfer-Encoding", "chunked");
    });

    [Mutant("forwards-content-length-twice", "forwards a repeated Content-Length as it came")]
    [Kills("robustness/cl-duplicate-same/lines", ReasonIds.FieldRepeated)]
    [Kills("robustness/cl-duplicate-same/list", ReasonIds.FieldValue)]
    public static Flaw ForwardsContentLengthTwice() => new Flaw()
        .ForwardsAsItCame(Repeated(), match => $"Content-Length: {match.Groups["length"].Value}\r\n");

    [Mutant("takes-the-first-content-length", "takes the first of two different Content-Length lines")]
    [Kills("robustness/cl-duplicate-diff", ReasonIds.Accepted)]
    [Kills("robustness/cl-list-diff", ReasonIds.Accepted)]
    [Related("robustness/cl-leading-zero/lines")]
    public static Flaw TakesTheFirst() => new Flaw().Request(head =>
    {
        if (head.Members("Content-Length") is [var first, .. var others] && others.Any(length => length != first))
            head.Set("Content-Length", first);
    });

    [Mutant("reads-content-length-like-strtol", "reads as much of Content-Length as strtol() understands")]
    [Kills("robustness/cl-invalid/plus", ReasonIds.Accepted)]
    [Kills("robustness/cl-invalid/letter", ReasonIds.Accepted)]
    [Kills("robustness/cl-invalid/hex", ReasonIds.Accepted)]
    [Kills("robustness/cl-not-a-number/two-numbers", ReasonIds.Accepted)]
    [Kills("robustness/cl-not-a-number/point", ReasonIds.Accepted)]
    [Related("robustness/cl-list-diff/list", "robustness/cl-not-a-number")]
    public static Flaw ReadsLikeStrtol() => new Flaw().Request(head =>
    {
        if (head.Field("Content-Length") is { } value && ContentLengths.Strtol(value) is { } length && $"{length}" != value)
            head.Set("Content-Length", $"{length}");
    });

    [Mutant("takes-a-negative-content-length-for-none", "treats a negative Content-Length as none at all")]
    [Kills("robustness/cl-invalid/negative", ReasonIds.Accepted)]
    public static Flaw TakesNegativeForNone() => new Flaw().Request(head =>
    {
        if (head.Field("Content-Length") is ['-', ..])
            head.Remove("Content-Length");
    });

    [Mutant("counts-content-length-in-64-bits", "computes Content-Length modulo 2^64")]
    [Kills("robustness/cl-invalid/overflow", ReasonIds.BodyComplete)]
    public static Flaw CountsIn64Bits() => new Flaw().Request(head =>
    {
        if (BigInteger.TryParse(head.Field("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && length > ulong.MaxValue)
        {
            head.Set("Content-Length", $"{(ulong)(length & ulong.MaxValue)}");
        }
    });

    private static bool HasBoth(Head head) =>
        head.Members("Transfer-Encoding") is ["chunked"] && head.Field("Content-Length") is not null;

    [GeneratedRegex(@"^Content-Length: (?<length>[0-9]+)(?:(?:,|\r\nContent-Length:) *\k<length>)+\r\n", RegexOptions.Multiline)]
    private static partial Regex Repeated();
}
