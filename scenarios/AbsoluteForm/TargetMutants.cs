using System.Globalization;
using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Proxies that get the uncommon parts of a target in absolute-form wrong.</summary>
internal static partial class TargetMutants
{
    [Mutant("forwards-a-query-without-a-slash",
        "forwards what follows the authority of a target unchanged, even if it is a query")]
    [Kills("absolute-form/query-without-path", ReasonIds.RequestLine)]
    [Related("absolute-form/options-star/query")]
    public static Flaw ForwardsAQueryWithoutASlash() => new Flaw().Forwarded((head, exchange) =>
    {
        if (head.Target.StartsWith("/?", StringComparison.Ordinal)
            && !exchange.Request.Target.Contains("/?", StringComparison.Ordinal))
        {
            head.Target = head.Target[1..];
        }
    });

    [Mutant("forwards-fragments", "forwards the fragment of a target")]
    [Kills("absolute-form/fragment", ReasonIds.RequestLine)]
    public static Flaw ForwardsFragments() => new Flaw()
        .Request(head => head.Target = head.Target.Split('#')[0])
        .Forwarded((head, exchange) =>
        {
            if (exchange.Request.Target.IndexOf('#', StringComparison.Ordinal) is > 0 and var at)
                head.Target += exchange.Request.Target[at..];
        });

    [Mutant("encodes-percent-signs", "reaches a percent-encoded host, but encodes its percent sign again in Host")]
    [Kills("absolute-form/host-percent-encoded", ReasonIds.FieldValue)]
    public static Flaw EncodesPercentSigns() => new Flaw()
        .Mends(EncodedHost(), match => Uri.UnescapeDataString(match.Value))
        .Forwarded((head, exchange) =>
        {
            if (exchange.Request.Field("Host") is { } host && host.Contains('%', StringComparison.Ordinal))
                head.Set("Host", host.Replace("%", "%25", StringComparison.Ordinal));
        });

    [Mutant("reads-ports-of-uris-like-atoi", "reads the port of a target in absolute-form as atoi does, into 16 bits")]
    [Kills("absolute-form/port-invalid", ReasonIds.Accepted)]
    public static Flaw ReadsPortsLikeAtoi() => new Flaw().Request(head => head.Target = OddPort().Replace(
        head.Target,
        match => $":{(ushort)ulong.Parse(match.Groups["digits"].Value, NumberStyles.None, CultureInfo.InvariantCulture)}"));

    [Mutant("converts-values-to-ascii", "replaces each non-ASCII byte of a field value with a question mark")]
    [Kills("absolute-form/obs-text-request", ReasonIds.FieldValue)]
    public static Flaw ConvertsValuesToAscii() => new Flaw().Forwarded(head =>
        head.Text = string.Concat(head.Text.Select(b => b < 0x80 ? b : '?')));

    [Mutant("forwards-a-huge-max-forwards", "forwards a Max-Forwards unchanged if it has too many digits to represent")]
    [Kills("absolute-form/max-forwards-huge", ReasonIds.FieldValue)]
    public static Flaw ForwardsAHugeMaxForwards() => new Flaw().Forwarded((head, exchange) =>
    {
        if (exchange.Request.Field("Max-Forwards") is { Length: > 9 } left)
            head.Set("Max-Forwards", left);
    });

    [Mutant("forwards-an-invalid-max-forwards", "forwards unchanged a Max-Forwards that it cannot parse")]
    [Kills("absolute-form/max-forwards-invalid", ReasonIds.FieldValue)]
    public static Flaw ForwardsAnInvalidMaxForwards() => new Flaw()
        .Request(head =>
        {
            if (head.Values("Max-Forwards") is [_, _, ..] or [[not (>= '0' and <= '9'), ..]])
                head.Remove("Max-Forwards");
        })
        .Forwarded((head, exchange) =>
        {
            if (head.Field("Max-Forwards") is not null)
                return;
            foreach (var value in exchange.Request.Values("Max-Forwards"))
                head.Add($"Max-Forwards: {value}");
        });

    [Mutant("compares-max-forwards-as-text", "forwards an OPTIONS whose Max-Forwards is zero but not written as 0")]
    [Kills("absolute-form/max-forwards-zero/leading-zero", ReasonIds.OriginContacted)]
    public static Flaw ComparesMaxForwardsAsText() => new Flaw().Request(head =>
    {
        if (head.Field("Max-Forwards") is { Length: > 1 } left && left.All(digit => digit == '0'))
            head.Set("Max-Forwards", "1");
    });

    [Mutant("drops-a-request-at-a-fin", "treats a client's FIN after its request as the end of the whole exchange")]
    [Kills("absolute-form/half-closed-client", ReasonIds.ClosedWithoutReply)]
    public static Flaw DropsARequestAtAFin()
    {
        var isTunnel = false;
        ByteSink? toClient = null;
        return new Flaw()
            .Request(head => isTunnel = head.IsConnect)
            .Filter(Leg.ToClient, next => toClient = next)
            .Filter(Leg.FromClient, next => new Dropping(next, async () =>
            {
                if (!isTunnel && toClient is not null)
                    await toClient.FinishAsync();
            }));
    }

    [GeneratedRegex(@"(?<=^GET http://)[^/: ]*%[^/: ]*|(?<=\r\nHost: )[^:\r\n]*%[^:\r\n]*")]
    private static partial Regex EncodedHost();

    [GeneratedRegex(@"(?<=^http://[^/:@\[\]]*):\+?(?<digits>[0-9]{1,18})[a-z]*(?=/)")]
    private static partial Regex OddPort();

    private sealed class Dropping(ByteSink next, Func<Task> drop) : ByteFilter(next)
    {
        public override async Task FinishAsync()
        {
            await drop();
            await base.FinishAsync();
        }
    }
}
