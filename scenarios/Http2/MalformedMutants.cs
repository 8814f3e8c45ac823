using ConformanceKit.Model;
using ConformanceKit.Mutants;
using static ConformanceKit.Scenarios.Http2.Http2Flaws;

namespace ConformanceKit.Scenarios.Http2;

/// <summary>Proxies that open a tunnel for a request that is malformed.</summary>
internal static class MalformedMutants
{
    private static readonly string[] s_pseudo = [":method", ":scheme", ":authority", ":path"];

    private static readonly string[] s_ofTheConnection =
        ["connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade", "te"];

    [Mutant("ignores-the-scheme-of-connect", "ignores :scheme in CONNECT")]
    [Kills("h2/scheme-forbidden", ReasonIds.Accepted)]
    public static Flaw IgnoresTheScheme() => Lenient(fields => fields.Remove(":scheme"));

    [Mutant("ignores-the-path-of-connect", "ignores :path in CONNECT")]
    [Kills("h2/path-forbidden", ReasonIds.Accepted)]
    public static Flaw IgnoresThePath() => Lenient(fields => fields.Remove(":path"));

    // Kestrel does so, without telling the application.
    [Mutant("takes-host-for-the-authority", "takes Host for a missing :authority")]
    [Kills("h2/authority-missing/host", ReasonIds.Accepted)]
    [Kills("h2/authority-missing/empty", ReasonIds.Accepted)]
    public static Flaw TakesHost() => Lenient(fields =>
    {
        if (fields.Value(":authority") is not { Length: > 0 } && fields.Value("host") is { } host)
            fields.Set(":authority", host);
    });

    [Mutant("fails-without-an-authority", "answers CONNECT without :authority as if the fault were its own")]
    [Kills("h2/authority-missing/none", ReasonIds.Status)]
    public static Flaw FailsWithoutAuthority() => Broken().ResponseFields((fields, stream) =>
    {
        if (stream is { IsConnect: true, Request: { } request }
            && request.Value(":authority") is null && request.Value("host") is null)
        {
            fields.Set(":status", "500");
        }
    });

    [Mutant("takes-the-first-of-each-pseudo-header", "takes the first of several pseudo-header fields of a name")]
    [Kills("h2/pseudo-duplicate", ReasonIds.Accepted)]
    public static Flaw TakesTheFirst() => Lenient(fields =>
    {
        foreach (var name in s_pseudo)
        {
            if (fields.Value(name) is { } first)
                fields.Set(name, first);
        }
    });

    [Mutant("takes-pseudo-headers-anywhere", "takes pseudo-header fields after others")]
    [Kills("h2/pseudo-late", ReasonIds.Accepted)]
    public static Flaw TakesThemAnywhere() => Lenient(fields =>
    {
        var others = fields.Lines.Where(field => !field.Name.StartsWith(':')).ToList();
        fields.Remove(others.Contains);
        foreach (var field in others)
            fields.Lines.Add(field);
    });

    [Mutant("ignores-unknown-pseudo-headers", "ignores pseudo-header fields that do not belong to requests")]
    [Kills("h2/pseudo-unknown", ReasonIds.Accepted)]
    [Kills("h2/pseudo-response", ReasonIds.Accepted)]
    public static Flaw IgnoresUnknownOnes() => Lenient(fields =>
        fields.Remove(field => field.Name.StartsWith(':') && !s_pseudo.Contains(field.Name)));

    [Mutant("does-not-look-at-field-names", "ignores field lines whose names no field can have")]
    [Kills("h2/field-names", ReasonIds.Accepted)]
    public static Flaw IgnoresBadNames() => Lenient(fields => fields.Remove(field =>
        !field.Name.StartsWith(':') && field.Name.Any(one => one is <= ' ' or >= '\x7f' or ':' or (>= 'A' and <= 'Z'))));

    [Mutant("cleans-field-values", "removes what a field value must not have")]
    [Kills("h2/field-values", ReasonIds.Accepted)]
    public static Flaw CleansValues() => Lenient(fields => fields.Change(field => field with
    {
        Value = field.Value.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)
            .Replace("\0", "", StringComparison.Ordinal).Trim(' ', '\t'),
    }));

    [Mutant("ignores-connection-fields", "ignores the fields of the connection that HTTP/1 has")]
    [Kills("h2/connection-fields", ReasonIds.Accepted)]
    public static Flaw IgnoresConnectionFields() => Lenient(fields => fields.Remove(s_ofTheConnection));

    [Mutant("takes-methods-in-any-case", "takes connect for CONNECT")]
    [Kills("h2/method-case", ReasonIds.Accepted)]
    public static Flaw TakesAnyCase() => Broken().RequestFields(fields =>
    {
        if (fields.Method == "connect")
            fields.Set(":method", "CONNECT");
    });
}
