using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Proxies that do not look closely at the Host of a request in absolute-form.</summary>
internal static partial class HostLineMutants
{
    [Mutant("takes-the-first-of-two-hosts", "uses the first of two Host lines of a request in absolute-form")]
    [Kills("absolute-form/host-duplicate", ReasonIds.Accepted)]
    public static Flaw TakesTheFirst() => new Flaw().Request(head =>
    {
        if (!head.IsConnect && head.Values("Host") is [var first, _, ..])
            head.Set("Host", first);
    });

    [Mutant("forwards-a-folded-host", "forwards a folded Host unchanged")]
    [Kills("absolute-form/host-folded", ReasonIds.FieldValue)]
    public static Flaw ForwardsAFoldedHost() =>
        new Flaw().ForwardsAsItCame(FoldedHost(), match => match.Value.Split("\r\n")[0] + "\r\n");

    [GeneratedRegex(@"^Host:[^\r\n]*\r\n[ \t][^\r\n]*\r\n", RegexOptions.Multiline)]
    private static partial Regex FoldedHost();
}
