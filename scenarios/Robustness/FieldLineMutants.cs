using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Proxies that accept malformed request lines and field lines.</summary>
internal static partial class FieldLineMutants
{
    [Mutant("takes-whitespace-before-the-colon", "ignores whitespace between the name of a field and its colon")]
    [Kills("robustness/space-before-colon", ReasonIds.Accepted)]
    public static Flaw TakesWhitespace() => new Flaw().Mends(SpacedColon(), match => $"{match.Groups[1].Value}:");

    [Mutant("forwards-folds", "forwards a folded field line as it came")]
    [Kills("robustness/obs-fold", ReasonIds.UnexpectedBytes)]
    [Related("robustness/obs-fold-framing")]
    public static Flaw ForwardsFolds() => new Flaw().ForwardsAsItCame(Folded(), match => LineEnd().Replace(match.Value, " "));

    [Mutant("cuts-folds-off", "forwards only the first line of a folded field line")]
    [Kills("robustness/obs-fold", ReasonIds.FieldValue)]
    public static Flaw CutsFoldsOff() => new Flaw().Mends(Folded(), match => $"{match.Value.Split("\r\n")[0]}\r\n");

    [Mutant("forwards-bare-line-feeds", "forwards a line that ends with LF alone as it came")]
    [Kills("robustness/bare-lf", ReasonIds.UnexpectedBytes)]
    public static Flaw ForwardsLineFeeds() => new Flaw().ForwardsAsItCame(EndedByLineFeed(), match => $"{match.Value[..^1]}\r\n");

    [Mutant("forwards-bare-carriage-returns", "forwards a CR in the middle of a field value")]
    [Kills("robustness/bare-cr", ReasonIds.FieldValue)]
    public static Flaw ForwardsCarriageReturns() => new Flaw()
        .ForwardsAsItCame(WithCarriageReturn(), match => BareCarriageReturn().Replace(match.Value, " "));

    [Mutant("forwards-nul", "forwards a NUL in a field value")]
    [Kills("robustness/nul", ReasonIds.FieldValue)]
    public static Flaw ForwardsNul() => new Flaw().ForwardsAsItCame(WithNul(), match => match.Value.Replace('\0', ' '));

    [Mutant("trims-the-first-field-line", "accepts a first field line that begins with whitespace")]
    [Kills("robustness/space-first-line", ReasonIds.UnexpectedBytes)]
    public static Flaw TrimsTheFirstLine() => new Flaw().Mends(IndentedFirstLine(), match => match.Groups[1].Value);

    [Mutant("escapes-spaces-in-targets", "guesses that a target extends to the last space of the request line")]
    [Kills("robustness/invalid-request-line", ReasonIds.Accepted)]
    public static Flaw EscapesSpaces() => new Flaw().Request(head =>
    {
        if (head.StartLine.Split(' ') is [var method, .. [_, _, ..] target, var version])
            head.StartLine = $"{method} {string.Join("%20", target)} {version}";
    });

    [Mutant("takes-an-authority-for-a-uri", "reads host:port, the target of a method other than CONNECT, as http://host:port/")]
    [Kills("robustness/non-connect-authority", ReasonIds.Accepted)]
    public static Flaw TakesAnAuthority() => new Flaw().Request(head =>
    {
        if (!head.IsConnect && HostAndPort().IsMatch(head.Target))
            head.Target = $"http://{head.Target}/";
    });

    [GeneratedRegex(@"^([0-9A-Za-z_-]+)[ \t]+:", RegexOptions.Multiline)]
    private static partial Regex SpacedColon();

    [GeneratedRegex(@"^[0-9A-Za-z_-]+:[^\r\n]*(?:\r\n[ \t][^\r\n]*)+\r\n", RegexOptions.Multiline)]
    private static partial Regex Folded();

    [GeneratedRegex(@"\r\n[ \t]+")]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"^[0-9A-Za-z_-]+:[^\r\n]*\n", RegexOptions.Multiline)]
    private static partial Regex EndedByLineFeed();

    [GeneratedRegex(@"^[0-9A-Za-z_-]+:[^\r\n]*\r(?!\n)[^\n]*\n", RegexOptions.Multiline)]
    private static partial Regex WithCarriageReturn();

    [GeneratedRegex(@"\r(?!\n)")]
    private static partial Regex BareCarriageReturn();

    [GeneratedRegex(@"^[0-9A-Za-z_-]+:[^\r\n]*\0[^\r\n]*\r\n", RegexOptions.Multiline)]
    private static partial Regex WithNul();

    [GeneratedRegex(@"\A([^\r\n]+\r\n)[ \t]+")]
    private static partial Regex IndentedFirstLine();

    [GeneratedRegex(@"^[0-9A-Za-z_.-]+:[0-9]+$")]
    private static partial Regex HostAndPort();
}
