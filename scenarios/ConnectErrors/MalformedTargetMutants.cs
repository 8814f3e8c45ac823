using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.ConnectErrors;

/// <summary>Proxies that find a host and a port in a malformed target (squid-cache/squid#1253).</summary>
internal static class MalformedTargetMutants
{
    [Mutant("assumes-443-for-an-empty-port", "treats the target \"o:\" of a CONNECT as \"o:443\"")]
    [Kills("connect-errors/empty-port", ReasonIds.Accepted)]
    public static Flaw AssumesAPortBehindTheColon() => Reading(target => target.EndsWith(':') ? target + "443" : target);

    [Mutant("assumes-443-without-a-port", "treats the target \"o\" of a CONNECT as \"o:443\"")]
    [Kills("connect-errors/missing-port", ReasonIds.Accepted)]
    public static Flaw AssumesAPort() =>
        Reading(target => target.Contains(':', StringComparison.Ordinal) ? target : target + ":443");

    [Mutant("reads-ports-like-atoi", "reads the port of a CONNECT as atoi does: an optional sign, then the leading digits")]
    [Kills("connect-errors/nonnumeric-port/letters", ReasonIds.Accepted)]
    [Kills("connect-errors/nonnumeric-port/plus", ReasonIds.Accepted)]
    [Related("connect-errors/path-suffix")]
    public static Flaw ReadsPortsLikeAtoi() => ReadingPort(port => Digits(port.TrimStart('+')));

    [Mutant("reads-hexadecimal-ports", "reads the port 0x50 of a CONNECT as 80")]
    [Kills("connect-errors/nonnumeric-port/hex", ReasonIds.Accepted)]
    public static Flaw ReadsHexadecimalPorts() => ReadingPort(port => port.StartsWith("0x", StringComparison.Ordinal)
        && int.TryParse(port.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? $"{number}"
            : port);

    [Mutant("cuts-ports-to-16-bits", "reads the port 65616 of a CONNECT as 80")]
    [Kills("connect-errors/port-overflow/*-bit", ReasonIds.Accepted)]
    [Kills("connect-errors/port-overflow/wraps-to-443", ReasonIds.Accepted)]
    public static Flaw CutsPortsTo16Bits() => ReadingPort(port =>
        ulong.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? $"{(ushort)number}" : port);

    [Mutant("counts-ports-in-32-bits", "reads the port 4294967376 of a CONNECT as 80, but not 65616")]
    [Kills("connect-errors/port-overflow/32-bit", ReasonIds.Accepted)]
    [Kills("connect-errors/port-overflow/wraps-to-443", ReasonIds.Accepted)]
    public static Flaw CountsPortsIn32Bits() => ReadingPort(port =>
        ulong.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? $"{(uint)number}" : port);

    [Mutant("drops-userinfo-from-targets", "treats the target \"u:p@o:80\" of a CONNECT as \"o:80\"")]
    [Kills("connect-errors/userinfo", ReasonIds.Accepted)]
    public static Flaw DropsUserinfo() => Reading(target => target[(target.LastIndexOf('@') + 1)..]);

    [Mutant("takes-a-uri-for-the-target-of-connect", "treats the target \"http://o:80/\" of a CONNECT as \"o:80\"")]
    [Kills("connect-errors/absolute-target", ReasonIds.Accepted)]
    public static Flaw TakesAUri() => Reading(target => Uri.TryCreate(target, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttp && uri.AbsolutePath == "/" ? uri.Authority : target);

    [Mutant("drops-a-path-from-targets", "treats the target \"o:80/x\" of a CONNECT as \"o:80\"")]
    [Kills("connect-errors/path-suffix", ReasonIds.Accepted)]
    public static Flaw DropsAPath() => Reading(target =>
        target.Contains("://", StringComparison.Ordinal) ? target : target.Split('/')[0]);

    [Mutant("takes-an-empty-host-for-itself",
        "treats the target \":80\" of a CONNECT as one on its own machine, as dialling libraries do")]
    [Kills("connect-errors/empty-host", ReasonIds.Accepted)]
    public static Flaw TakesAnEmptyHostForItself() =>
        Reading(target => target.StartsWith(':') ? IPAddress.Loopback + target : target);

    [Mutant("takes-the-last-colon-for-the-ports",
        "treats the target \"::1:80\" of a CONNECT as \"[::1]:80\" (mitmproxy/mitmproxy#8326)")]
    [Kills("connect-errors/unbracketed-ipv6", ReasonIds.Accepted)]
    public static Flaw TakesTheLastColon() => Reading(target =>
        target.LastIndexOf(':') is > 0 and var colon && target[0] != '[' && target.AsSpan(0, colon).Contains(':')
        && IPAddress.TryParse(target.AsSpan(0, colon), out _) ? $"[{target[..colon]}]{target[colon..]}" : target);

    [Mutant("takes-any-host-in-brackets", "treats the target \"[o]:80\" of a CONNECT as \"o:80\", and \"[[o]]:80\" too")]
    [Kills("connect-errors/bracketed-non-v6", ReasonIds.Accepted)]
    public static Flaw TakesAnyHostInBrackets() => Reading(target =>
        target.StartsWith('[') && target.IndexOf("]:", StringComparison.Ordinal) is > 0 and var end
        && !target.AsSpan(1, end - 1).Contains(':') ? target[1..end].Trim('[', ']') + target[(end + 1)..] : target);

    [Mutant("dials-before-it-judges-the-target", "rejects a malformed target only after dialling its guess at it")]
    [Kills("connect-errors/empty-port", ReasonIds.OriginContacted)]
    [Kills("connect-errors/nonnumeric-port", ReasonIds.OriginContacted)]
    [Kills("connect-errors/port-overflow", ReasonIds.OriginContacted)]
    [Kills("connect-errors/missing-port", ReasonIds.OriginContacted)]
    [Kills("connect-errors/port-zero", ReasonIds.OriginContacted)]
    [Kills("connect-errors/userinfo", ReasonIds.OriginContacted)]
    [Kills("connect-errors/absolute-target", ReasonIds.OriginContacted)]
    [Kills("connect-errors/path-suffix", ReasonIds.OriginContacted)]
    [Kills("connect-errors/empty-host", ReasonIds.OriginContacted)]
    [Kills("connect-errors/unbracketed-ipv6", ReasonIds.OriginContacted)]
    [Kills("connect-errors/bracketed-non-v6", ReasonIds.OriginContacted)]
    [Related("connect/host-invalid")]
    [Kills("connect/host-missing", ReasonIds.OriginContacted)]
    [Kills("connect/host-duplicate", ReasonIds.OriginContacted)]
    [Kills("connect/content-headers", ReasonIds.OriginContacted)]
    public static Flaw DialsBeforeItJudges() => new Flaw().Heads(Leg.ToClient, async (head, exchange) =>
    {
        if (!exchange.Request.IsConnect || head.Status != 400 || Guess(exchange.Request.Target) is not { } target)
            return;
        using var guess = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await guess.ConnectAsync(target);
        }
        catch (SocketException)
        {
            // Nothing listens there, so nobody notices.
        }
    });

    [Mutant("closes-on-a-malformed-target", "closes without a reply if the target of a CONNECT is malformed")]
    [Kills("connect-errors/*-port", ReasonIds.ClosedWithoutReply)]
    [Kills("connect-errors/port-overflow", ReasonIds.ClosedWithoutReply)]
    [Kills("connect-errors/userinfo", ReasonIds.ClosedWithoutReply)]
    [Kills("connect-errors/absolute-target", ReasonIds.ClosedWithoutReply)]
    [Kills("connect-errors/path-suffix", ReasonIds.ClosedWithoutReply)]
    [Kills("connect-errors/empty-host", ReasonIds.ClosedWithoutReply)]
    [Kills("connect-errors/unbracketed-ipv6", ReasonIds.ClosedWithoutReply)]
    [Kills("connect-errors/bracketed-non-v6", ReasonIds.ClosedWithoutReply)]
    [Related("connect-errors/port-zero")]
    public static Flaw ClosesOnAMalformedTarget() => new Flaw().Response((head, exchange) =>
    {
        var isTarget = IPEndPoint.TryParse(exchange.Request.Target, out var target) && target.Port > 0;
        if (exchange.Request.IsConnect && head.Status == 400 && !isTarget)
            head.Text = "";
    });

    private static Flaw Reading(Func<string, string> read) => new Flaw().Request(head =>
    {
        if (head.IsConnect)
            head.Target = read(head.Target);
    });

    private static Flaw ReadingPort(Func<string, string> read) => Reading(target =>
        target.LastIndexOf(':') is > 0 and var colon ? target[..(colon + 1)] + read(target[(colon + 1)..]) : target);

    private static string Digits(string text) => string.Concat(text.TakeWhile(char.IsAsciiDigit));

    // The target without scheme, userinfo, path and brackets; then the leading digits of the port, or 80.
    private static IPEndPoint? Guess(string target)
    {
        var authority = target.Replace("http://", "", StringComparison.Ordinal).Split('/')[0].Split('@')[^1];
        var colon = authority.LastIndexOf(':');
        var host = (colon < 0 ? authority : authority[..colon]).Trim('[', ']');
        var port = colon < 0 ? "" : authority[(colon + 1)..];
        if (host is "" or "localhost")
            host = "127.0.0.1";
        if (!IPAddress.TryParse(host, out var address))
            return null;
        if (port.StartsWith("0x", StringComparison.Ordinal))
            return new(address, Convert.ToInt32(port, 16));
        return long.TryParse(Digits(port.TrimStart('+')), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && (ushort)number > 0
            ? new(address, (ushort)number)
            : new(address, 80);
    }
}
