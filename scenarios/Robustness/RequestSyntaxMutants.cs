using System.Text;
using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Proxies that find a request where there is none, and pass on what they did not understand.</summary>
internal static partial class RequestSyntaxMutants
{
    private const string Scheme = "http://";
    private const string Http11 = "HTTP/1.1";

    [Mutant("forwards-any-octet-of-a-target", "forwards a path, whatever bytes it contains")]
    [Kills("robustness/target-octets", ReasonIds.Accepted)]
    public static Flaw ForwardsAnyByte() => new Flaw()
        .Request(head => head.Target = NoUriByte().Replace(head.Target, "_"))
        .Forwarded((head, exchange) =>
        {
            if (NoUriByte().IsMatch(exchange.Request.Target))
                head.Target = PathOf(exchange.Request.Target);
        });

    [Mutant("forwards-any-method", "forwards whatever comes before the first space as the method")]
    [Kills("robustness/method-syntax", ReasonIds.Accepted)]
    public static Flaw ForwardsAnyMethod() => new Flaw()
        .Request(head =>
        {
            if (IsOdd(head))
                head.Method = "GET";
        })
        .Forwarded((head, exchange) =>
        {
            if (IsOdd(exchange.Request))
                head.Method = exchange.Request.Method;
        });

    [Mutant("splits-request-lines-badly", "splits a request line at any whitespace, and leaves what it skipped in the target")]
    [Kills("robustness/request-line-whitespace", ReasonIds.RequestLine)]
    public static Flaw SplitsBadly()
    {
        var isOdd = false;
        return new Flaw()
            .Bytes(Leg.FromClient, bytes =>
            {
                var text = Encoding.Latin1.GetString(bytes);
                isOdd = OddLine().IsMatch(text);
                return Task.FromResult(
                    isOdd ? Encoding.Latin1.GetBytes(OddLine().Replace(text, $"GET $1 {Http11}\r\n")) : bytes);
            })
            .Forwarded(head =>
            {
                if (isOdd)
                    head.Target += Http11;
            });
    }

    [Mutant("forwards-the-minor-version", "forwards the client's minor version")]
    [Kills("robustness/minor-version", ReasonIds.Version)]
    public static Flaw ForwardsTheMinorVersion() => new Flaw()
        .Request(head => head.StartLine = HigherMinor().Replace(head.StartLine, Http11))
        .Forwarded((head, exchange) =>
        {
            if (HigherMinor().IsMatch(exchange.Request.StartLine))
                head.Version = exchange.Request.Version;
        });

    [Mutant("reads-every-major-version", "serves a request in HTTP/2.0 or HTTP/3.0 as one in HTTP/1.1")]
    [Kills("robustness/major-version", ReasonIds.Accepted)]
    public static Flaw ReadsEveryMajorVersion() => Versions(OtherMajor());

    [Mutant("reads-versions-loosely", "reads whatever follows the target as HTTP/1.1")]
    [Kills("robustness/version-syntax", ReasonIds.Accepted)]
    public static Flaw ReadsVersionsLoosely() => Versions(LooseVersion());

    [Mutant("skips-lines-that-are-no-fields", "leaves out lines of a head that are not field lines")]
    [Kills("robustness/field-names", ReasonIds.Accepted)]
    public static Flaw SkipsLines() => new Flaw().Mends(NoField(), _ => "");

    [Mutant("understands-proxy-headers", "accepts a PROXY header from anyone")]
    [Kills("robustness/other-protocols/proxy-v1", ReasonIds.Accepted)]
    [Kills("robustness/other-protocols/proxy-v2", ReasonIds.Accepted)]
    public static Flaw UnderstandsProxyHeaders() => new Flaw().Bytes(Leg.FromClient, bytes =>
    {
        var text = Encoding.Latin1.GetString(bytes);
        return Task.FromResult(ProxyHeader().IsMatch(text) ? Encoding.Latin1.GetBytes(ProxyHeader().Replace(text, "")) : bytes);
    });

    private static Flaw Versions(Regex odd) => new Flaw().Request(head =>
    {
        if (head.Target.StartsWith(Scheme, StringComparison.Ordinal))
            head.StartLine = odd.Replace(head.StartLine, Http11);
    });

    private static bool IsOdd(Head head) =>
        head.Target.StartsWith(Scheme, StringComparison.Ordinal) && NoToken().IsMatch(head.Method);

    private static string PathOf(string target) => target[target.IndexOf('/', Scheme.Length)..];

    [GeneratedRegex(@"(?:[^\x21-\x7e]|[\\<>""{}|^`])(?<=^http://[^/]*/.*)")]
    private static partial Regex NoUriByte();

    [GeneratedRegex(@"[^!#$%&'*+.^_`|~0-9A-Za-z-]")]
    private static partial Regex NoToken();

    [GeneratedRegex(@"\A(?!GET [^ ]+ HTTP/1\.1\r\n) ?GET[ \t\v\f]+(http://[^ \t\v\f\r\n]+)[ \t\v\f]+HTTP/1\.1 ?\r\n")]
    private static partial Regex OddLine();

    [GeneratedRegex(@"HTTP/1\.[2-9]$")]
    private static partial Regex HigherMinor();

    [GeneratedRegex(@"HTTP/[23]\.0$")]
    private static partial Regex OtherMajor();

    [GeneratedRegex(@"(?<=^[^ ]+ [^ ]+ )(?!HTTP/[0-9]\.[0-9]$)[A-Za-z]+/0?1[.0-9]*$")]
    private static partial Regex LooseVersion();

    [GeneratedRegex(@"(?<=\r\n)(?![!#$%&'*+.^_`|~0-9A-Za-z-]+[ \t]*:)(?![ \t]|[A-Z]+ [^ ]+ HTTP/)[^\r\n]+\r\n")]
    private static partial Regex NoField();

    [GeneratedRegex(@"\A(?:PROXY [^\r\n]*\r\n|\r\n\r\n\0\r\nQUIT\n.{16})", RegexOptions.Singleline)]
    private static partial Regex ProxyHeader();
}
