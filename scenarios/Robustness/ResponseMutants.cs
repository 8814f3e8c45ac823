using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Proxies that pass on what is malformed in a response, or repair it by guessing.</summary>
internal static partial class ResponseMutants
{
    [Mutant("forwards-whitespace-before-the-colon", "forwards whitespace before the colon of a response field")]
    [Kills("robustness/space-before-colon-response", ReasonIds.UnexpectedBytes)]
    public static Flaw ForwardsWhitespace() => Forwarding(SpacedColon(), match => $"\r\n{match.Groups[1].Value}:");

    [Mutant("forwards-folds-of-responses", "forwards a folded field line of a response as it came")]
    [Kills("robustness/obs-fold-response", ReasonIds.UnexpectedBytes)]
    public static Flaw ForwardsFolds() => Forwarding(Folded(), match => LineEnd().Replace(match.Value, " "));

    [Mutant("takes-the-first-content-length-of-a-response", "takes the first of a response's two different lengths")]
    [Kills("robustness/bad-response-cl/different", ReasonIds.Accepted)]
    [Kills("robustness/bad-response-cl/list", ReasonIds.Accepted)]
    [Related("robustness/head-invalid-length/head-differing")]
    public static Flaw TakesTheFirstLength() => new Flaw().OriginResponse(head =>
    {
        if (head.Members("Content-Length") is [var first, .. var others] && others.Any(length => length != first))
            head.Set("Content-Length", first);
    });

    [Mutant("reads-content-length-of-a-response-like-strtol",
        "reads as much of a response's Content-Length as strtol() understands")]
    [Kills("robustness/bad-response-cl/letter", ReasonIds.Accepted)]
    [Kills("robustness/bad-response-cl/plus", ReasonIds.Accepted)]
    [Related("robustness/bad-response-cl/list", "robustness/bad-response-cl/no-break-space-behind")]
    public static Flaw ReadsLengthLikeStrtol() => new Flaw().OriginResponse(head =>
    {
        if (head.Values("Content-Length") is [var value] && ContentLengths.Strtol(value) is { } length && $"{length}" != value)
            head.Set("Content-Length", $"{length}");
    });

    [Mutant("takes-a-negative-content-length-of-a-response-for-none",
        "treats a response's negative Content-Length as none at all")]
    [Kills("robustness/bad-response-cl/negative", ReasonIds.Accepted)]
    public static Flaw TakesNegativeForNone() => new Flaw().OriginResponse(head =>
    {
        if (head.Field("Content-Length") is ['-', ..])
            head.Remove("Content-Length");
    });

    [Mutant("trims-lengths-of-responses-of-any-white-space",
        "trims the spaces of other character sets from a response's Content-Length")]
    [Kills("robustness/bad-response-cl/next-line-before", ReasonIds.Accepted)]
    [Kills("robustness/bad-response-cl/no-break-space-behind", ReasonIds.Accepted)]
    public static Flaw TrimsLengths() => new Flaw().OriginResponse(head =>
    {
        if (head.Field("Content-Length") is { } value && value.Any(b => b is '\u0085' or '\u00a0'))
            head.Set("Content-Length", string.Concat(value.Where(char.IsAsciiDigit)));
    });

    [Mutant("keeps-the-connection-of-a-bad-response", "keeps the connection to an origin that sent an invalid Content-Length")]
    [Kills("robustness/bad-response-cl", ReasonIds.NotClosed)]
    public static Flaw KeepsTheConnection()
    {
        var isBad = false;
        return new Flaw()
            .OriginResponse(head => isBad = head.Members("Content-Length") is [var first, .. var others]
                && (!first.All(char.IsAsciiDigit) || others.Any(length => length != first)))
            .Filter(Leg.ToOrigin, next => new KeepOpenFilter(next, () => isBad));
    }

    [Mutant("answers-with-what-is-left-over", "answers the next request with what an origin sent after its response")]
    [Kills("robustness/response-extra-bytes", ReasonIds.FieldValue)]
    public static Flaw AnswersWithWhatIsLeft()
    {
        string? left = null;
        return new Flaw()
            .Bytes(Leg.FromOrigin, bytes =>
            {
                left ??= AfterResponse(Encoding.Latin1.GetString(bytes));
                return Task.FromResult(bytes);
            })
            .Answer(_ => Interlocked.Exchange(ref left, null));
    }

    private static string? AfterResponse(string bytes)
    {
        var body = bytes.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        if (body < 4 || new Head(bytes[..body]) is not { IsSuccessful: true } head)
            return null;
        if (!int.TryParse(head.Field("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            return null;
        return bytes.Length > body + length ? bytes[(body + length)..] : null;
    }

    private static Flaw Forwarding(Regex matching, Func<Match, string> repair) => new Flaw().ForwardedResponse((head, received) =>
    {
        foreach (Match match in matching.Matches(received.Text))
            head.Text = head.Text.Replace(repair(match), match.Value, StringComparison.Ordinal);
    });

    [GeneratedRegex(@"\r\n([0-9A-Za-z_-]+)[ \t]+:")]
    private static partial Regex SpacedColon();

    [GeneratedRegex(@"^[0-9A-Za-z_-]+:[^\r\n]*(?:\r\n[ \t][^\r\n]*)+\r\n", RegexOptions.Multiline)]
    private static partial Regex Folded();

    [GeneratedRegex(@"\r\n[ \t]+")]
    private static partial Regex LineEnd();
}
