using System.Text;
using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Proxies that read a length, or a chunk, in their own way, and pass it on.</summary>
internal static partial class FramingMutants
{
    [Mutant("trims-more-than-white-space",
        "trims quotation marks, VT, FF and the spaces of other character sets from framing fields")]
    [Kills("robustness/te-not-chunked/quoted", ReasonIds.Accepted)]
    [Kills("robustness/te-not-chunked/*-before", ReasonIds.Accepted)]
    [Kills("robustness/te-not-chunked/*-behind", ReasonIds.Accepted)]
    [Kills("robustness/cl-not-a-number/*-before", ReasonIds.Accepted)]
    [Kills("robustness/cl-not-a-number/*-behind", ReasonIds.Accepted)]
    public static Flaw TrimsMore() =>
        new Flaw().Mends(Trimmable(), match => $"{match.Groups["name"].Value}: {match.Groups["value"].Value}\r\n");

    [Mutant("takes-an-empty-content-length-for-none", "treats an empty Content-Length as none at all (haproxy/haproxy#2237)")]
    [Kills("robustness/cl-not-a-number/empty", ReasonIds.Accepted)]
    public static Flaw TakesAnEmptyLengthForNone() => new Flaw().Request(head =>
    {
        if (head.Field("Content-Length") == "")
            head.Remove("Content-Length");
    });

    [Mutant("forwards-two-layers-of-chunks",
        "undoes one layer of chunks, but forwards the codings as they came, or none if identity is the first")]
    [Kills("robustness/te-twice/chunked", ReasonIds.FieldValue)]
    [Kills("robustness/te-twice/chunked-lines", ReasonIds.FieldValue)]
    [Kills("robustness/te-twice/identity", ReasonIds.BodyDiffers)]
    public static Flaw ForwardsTwoLayers() => new Flaw()
        .Request(head =>
        {
            if (head.Members("Transfer-Encoding") is [_, .., "chunked"])
                head.Set("Transfer-Encoding", "chunked");
        })
        .Forwarded((head, exchange) =>
        {
            var codings = exchange.Request.Members("Transfer-Encoding");
            if (codings is ["identity", ..])
                head.Remove("Transfer-Encoding");
            else if (codings.Length > 1)
                head.Set("Transfer-Encoding", string.Join(", ", codings));
        });

    [Mutant("reads-octal-lengths", "reads a Content-Length with a leading zero as octal")]
    [Kills("robustness/cl-leading-zero/octal", ReasonIds.BodyDiffers)]
    public static Flaw ReadsOctalLengths() => new Flaw().Request(head =>
    {
        if (head.Values("Content-Length") is [['0', _, ..] octal] && octal.All(digit => digit is >= '0' and < '8'))
            head.Set("Content-Length", $"{Convert.ToInt32(octal, 8)}");
    });

    [Mutant("forwards-lengths-that-look-different", "forwards two lengths that are the same number, but not the same text")]
    [Kills("robustness/cl-leading-zero/lines", ReasonIds.BodyIncomplete)]
    public static Flaw ForwardsLengthsThatLookDifferent() => new Flaw().ForwardsAsItCame(
        SameNumber(), match => $"Content-Length: {match.Groups["length"].Value}\r\n");

    // The reference gets a valid chunk line; the origin gets what the client sent.
    [Mutant("passes-chunk-lines-on", "passes the line of a chunk on as it came, whatever it contains")]
    [Kills("robustness/chunk-syntax", ReasonIds.UnexpectedBytes)]
    public static Flaw PassesChunkLinesOn()
    {
        var line = "";
        return new Flaw()
            .BodyBytes(Leg.FromClient, bytes =>
            {
                var body = Encoding.Latin1.GetString(bytes);
                line = OddChunkLine().Match(body).Value;
                return line.Length > 0 ? Encoding.Latin1.GetBytes("5\r\n" + body[line.Length..]) : bytes;
            })
            .BodyBytes(Leg.ToOrigin, bytes =>
                line.Length > 0 ? Encoding.Latin1.GetBytes(line + Encoding.Latin1.GetString(bytes)["5\r\n".Length..]) : bytes);
    }

    [Mutant("takes-any-length-of-extensions", "skips the extensions of chunks, however long they are")]
    [Kills("robustness/chunk-extensions", ReasonIds.Accepted)]
    public static Flaw TakesAnyLengthOfExtensions()
    {
        var isExtension = false;
        var isChunked = false;
        var isLong = false;
        return new Flaw()
            .Request(head => isChunked = head.Field("Transfer-Encoding") == "chunked")
            .BodyBytes(Leg.FromClient, bytes =>
            {
                isLong |= bytes.Length > 1000;
                return isChunked && isLong ? [.. bytes.Where(Counts)] : bytes;
            });

        // A long extension may come in pieces; short ones are left alone.
        bool Counts(byte b)
        {
            if (b is (byte)'\r')
                isExtension = false;
            isExtension |= b is (byte)';';
            return !isExtension;
        }
    }

    [Mutant("forwards-empty-members-of-lengths", "forwards a Content-Length with a comma as it came")]
    [Kills("robustness/cl-empty-member", ReasonIds.FieldValue)]
    public static Flaw ForwardsEmptyMembers() => new Flaw().ForwardsAsItCame(WithComma(), _ => "Content-Length: 5\r\n");

    [Mutant("drops-folded-framing", "leaves out a folded framing field, but forwards the content all the same")]
    [Kills("robustness/obs-fold-framing", ReasonIds.BodyDiffers)]
    public static Flaw DropsFoldedFraming() => new Flaw()
        .Mends(FoldedFraming(), match => $"{match.Groups["name"].Value}: {match.Groups["value"].Value}\r\n")
        .Forwarded((head, exchange) =>
        {
            if (!FoldedFraming().IsMatch(exchange.Request.Text))
                return;
            head.Remove("Content-Length");
            head.Remove("Transfer-Encoding");
        });

    [Mutant("waits-for-trailers-for-ever", "takes no more than 16 KiB after a chunked head, and sends no response")]
    [Kills("robustness/chunk-trailers", ReasonIds.BytesTimeout)]
    [Related("robustness/chunk-extensions")]
    public static Flaw WaitsForTrailers()
    {
        var taken = 0;
        var isChunked = false;
        return new Flaw()
            .Request(head => isChunked = head.Field("Transfer-Encoding") == "chunked")
            .BodyBytes(Leg.FromClient, bytes => isChunked && (taken += bytes.Length) > 16 * 1024 ? [] : bytes);
    }

    [GeneratedRegex("^(?<name>Content-Length|Transfer-Encoding):[ "
        + "\\t]*(?=.*[\"\\v\\f\\x85\\xa0])[\"\\v\\f\\x85\\xa0]*(?<value>[^\"\\v\\f\\x85\\xa0\\r\\n]+)[\"\\v\\f\\x85\\xa0]*\\r\\n",
        RegexOptions.Multiline)]
    private static partial Regex Trimmable();

    [GeneratedRegex(@"^Content-Length: (?<length>[1-9][0-9]*)\r\nContent-Length: 0+\k<length>\r\n", RegexOptions.Multiline)]
    private static partial Regex SameNumber();

    [GeneratedRegex(@"^Content-Length: (?:, 5|5,)\r\n", RegexOptions.Multiline)]
    private static partial Regex WithComma();

    [GeneratedRegex(@"^(?<name>Content-Length|Transfer-Encoding):\r\n[ \t]+(?<value>[A-Za-z0-9_]+)\r\n", RegexOptions.Multiline)]
    private static partial Regex FoldedFraming();

    [GeneratedRegex(@"\A(?!5\r\n)[ \t+]?(?:0[x_])?5(?:junk|;a=""|;a\rb|;a)?\r?\n(?=hello\r\n0\r\n)")]
    private static partial Regex OddChunkLine();
}
