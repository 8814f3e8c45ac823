using System.Globalization;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using static ConformanceKit.Scenarios.Http2.Http2Flaws;

namespace ConformanceKit.Scenarios.Http2;

/// <summary>Proxies that read something into :authority, or look elsewhere for it.</summary>
internal static class TargetMutants
{
    [Mutant("assumes-a-port-for-a-stream", "opens a tunnel on a stream to an authority without a port")]
    [Kills("h2/authority-no-port", ReasonIds.Accepted)]
    public static Flaw AssumesAPort() => Broken().ResponseFields((fields, stream) =>
    {
        if (stream is { IsConnect: true, Request: { } request } && request.Value(":authority") is { Length: > 0 } authority
            && !authority.Contains(':', StringComparison.Ordinal))
        {
            fields.Set(":status", "200");
        }
    });

    [Mutant("skips-userinfo-of-a-stream", "ignores userinfo in :authority")]
    [Kills("h2/authority-userinfo", ReasonIds.Accepted)]
    public static Flaw SkipsUserinfo() =>
        Reading(authority => authority[(authority.IndexOf('@', StringComparison.Ordinal) + 1)..]);

    [Mutant("cuts-the-path-off", "ignores a path in :authority")]
    [Kills("h2/authority-path", ReasonIds.Accepted)]
    public static Flaw CutsThePathOff() => Reading(authority => authority.Split('/')[0]);

    [Mutant("reads-ports-of-any-base", "takes a port of a stream in hexadecimal, and only its last 16 bits")]
    [Kills("h2/authority-bad-port", ReasonIds.Accepted)]
    public static Flaw ReadsPortsOfAnyBase() => Reading(authority =>
    {
        var colon = authority.LastIndexOf(':');
        var port = authority[(colon + 1)..];
        var number = port.StartsWith("0x", StringComparison.Ordinal)
            ? int.TryParse(port[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : -1
            : int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var decimals) ? decimals : -1;
        return number < 0 ? authority : $"{authority[..colon]}:{number & 0xffff}";
    });

    [Mutant("knows-no-brackets", "cannot read an IPv6 address in brackets on a stream")]
    [Kills("h2/ipv6-literal/brackets", ReasonIds.NotSuccessful)]
    public static Flaw KnowsNoBrackets() => Reading(authority => authority.Replace("[", "", StringComparison.Ordinal));

    [Mutant("adds-brackets", "takes what precedes the last colon for an IPv6 address on a stream")]
    [Kills("h2/ipv6-literal/bare", ReasonIds.Accepted)]
    public static Flaw AddsBrackets() => Reading(authority =>
        authority.StartsWith('[') || authority.Count(one => one == ':') < 2
            ? authority
            : $"[{authority[..authority.LastIndexOf(':')]}]{authority[authority.LastIndexOf(':')..]}");

    [Mutant("dials-what-host-names", "dials what Host names, in place of :authority")]
    [Kills("h2/host-mismatch", ReasonIds.OriginContacted)]
    [Related("h2/authority-missing/*")]
    public static Flaw DialsHost() => Lenient(fields =>
    {
        if (fields.Value("host") is { } host)
            fields.Set(":authority", host);
    });

    private static Flaw Reading(Func<string, string> edit) => Lenient(fields =>
        fields.Change(field => field.Name == ":authority" ? field with { Value = edit(field.Value) } : field));
}
