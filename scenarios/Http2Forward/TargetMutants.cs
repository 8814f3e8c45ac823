using ConformanceKit.Model;
using ConformanceKit.Mutants;
using static ConformanceKit.Scenarios.Http2.Http2Flaws;

namespace ConformanceKit.Scenarios.Http2Forward;

/// <summary>Proxies that forward a request in HTTP/2 with the wrong target, or one that has none.</summary>
internal static class TargetMutants
{
    // apache/trafficserver#9089
    [Mutant("forwards-a-stream-in-absolute-form", "forwards a request in HTTP/2 with its target in absolute-form")]
    [Kills("h2-forward/origin-form", ReasonIds.RequestLine)]
    [Related("h2-forward/path-intact", "h2-forward/options-star")]
    public static Flaw ForwardsAbsoluteForm() => Broken().Forwarded((head, exchange) => head.Target = exchange.Request.Target);

    [Mutant("forwards-the-host-of-a-stream", "forwards the Host of a request in HTTP/2, whatever :authority says")]
    [Kills("h2-forward/host-from-authority", ReasonIds.FieldValue)]
    [Related("h2/host-mismatch")]
    public static Flaw ForwardsHost()
    {
        string? host = null;
        return Broken()
            .RequestFields(fields =>
            {
                host = fields.Value(":authority") is null ? null : fields.Value("host");
                if (host is not null)
                    fields.Remove("host");
            })
            .Forwarded(head => head.Set("Host", host ?? head.Field("Host")!));
    }

    [Mutant("forwards-to-what-host-names", "forwards a request in HTTP/2 to the origin that Host names, in place of :authority")]
    [Kills("h2-forward/host-from-authority", ReasonIds.OriginContacted)]
    public static Flaw ForwardsToHost() => Forwarding(fields =>
    {
        if (fields.Value("host") is { } host)
            fields.Set(":authority", host);
    });

    [Mutant("wants-an-authority", "takes a request in HTTP/2 without :authority for malformed, even if it has Host")]
    [Records("h2-forward/authority-missing-host", "not forwarded")]
    public static Flaw WantsAnAuthority() => Forwarding(fields =>
    {
        if (fields.Value(":authority") is null)
            fields.Remove("host");
    });

    [Mutant("assumes-a-path", "takes a missing or empty :path for a slash")]
    [Kills("h2-forward/path-missing", ReasonIds.Accepted)]
    [Kills("h2-forward/path-empty", ReasonIds.Accepted)]
    public static Flaw AssumesAPath() => Forwarding(fields =>
    {
        if (fields.Value(":path") is not { Length: > 0 })
            fields.Set(":path", "/");
    });

    [Mutant("assumes-a-scheme", "takes a missing :scheme for http")]
    [Kills("h2-forward/scheme-missing", ReasonIds.Accepted)]
    public static Flaw AssumesAScheme() => Forwarding(fields =>
    {
        if (fields.Value(":scheme") is null)
            fields.Set(":scheme", "http");
    });

    [Mutant("forwards-an-asterisk-as-a-slash", "forwards OPTIONS for a whole server in HTTP/2 as OPTIONS for its root")]
    [Kills("h2-forward/options-star", ReasonIds.RequestLine)]
    public static Flaw ForwardsASlash() => Broken().Forwarded(head =>
    {
        if (head.Target == "*")
            head.Target = "/";
    });

    [Mutant("normalises-the-path-of-a-stream", "removes the dot segments of a :path")]
    [Kills("h2-forward/path-intact", ReasonIds.RequestLine)]
    public static Flaw NormalisesThePath() => Broken().Forwarded(head =>
    {
        if (head.Target.Contains("/../", StringComparison.Ordinal))
            head.Target = new Uri("http://origin.invalid" + head.Target).PathAndQuery;
    });

    [Mutant("forwards-https-in-clear", "forwards a request whose :scheme is https in clear")]
    [Kills("h2-forward/scheme-https", ReasonIds.UnexpectedBytes)]
    public static Flaw ForwardsHttpsInClear() => Forwarding(fields =>
    {
        if (fields.Value(":scheme") == "https")
            fields.Set(":scheme", "http");
    });

    [Mutant("forwards-a-stream-at-max-forwards-zero", "forwards a TRACE or OPTIONS in HTTP/2 whose Max-Forwards is 0")]
    [Kills("h2-forward/trace-max-forwards/*-zero", ReasonIds.OriginContacted)]
    public static Flaw ForwardsAtZero() => Forwarding(fields =>
    {
        if (fields.Value("max-forwards") == "0")
            fields.Set("max-forwards", "1");
    });

    [Mutant("never-counts-max-forwards-of-a-stream", "forwards the Max-Forwards of a request in HTTP/2 unchanged")]
    [Kills("h2-forward/trace-max-forwards/options-decrement", ReasonIds.FieldValue)]
    public static Flaw NeverCounts() => Broken().Forwarded((head, exchange) =>
    {
        if (exchange.Request.Field("Max-Forwards") is { } left)
            head.Set("Max-Forwards", left);
    });

    // A trailer section has no method.
    private static Flaw Forwarding(Action<FieldList> edit) => Broken().RequestFields(fields =>
    {
        if (fields is { Method: not null, IsConnect: false })
            edit(fields);
    });
}
