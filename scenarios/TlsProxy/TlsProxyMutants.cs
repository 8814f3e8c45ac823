using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Tunnel;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Scenarios.TlsProxy;

/// <summary>Proxies that get wrong what goes on inside TLS, and only there.</summary>
internal static class TlsProxyMutants
{
    [Mutant("intercepts-inside-tls", "terminates the origin's TLS in a tunnel, if the client speaks TLS to the proxy too")]
    [Kills("tls-proxy/connect", ReasonIds.Certificate)]
    public static Flaw Intercepts() => TunnelByteMutants.InterceptsTls().Only(ListenerNames.Tls);

    [Mutant("forwards-the-absolute-form-from-tls", "forwards a request that came inside TLS in absolute-form, unchanged")]
    [Kills("tls-proxy/absolute", ReasonIds.RequestLine)]
    [Related("robustness/uri-8000/tls")]
    public static Flaw ForwardsTheAbsoluteForm() =>
        AbsoluteForm.RequestLineMutants.ForwardsTheAbsoluteForm().Only(ListenerNames.Tls);

    [Mutant("rejects-proxy-connection-inside-tls", "rejects requests with Proxy-Connection inside TLS")]
    [Kills("browser/http-page/tls", ReasonIds.PageDiffers)]
    [Kills("browser/https-page/tls", ReasonIds.PageFailed)]
    public static Flaw RejectsProxyConnection() => Browser.BrowserMutants.RejectsProxyConnection().Only(ListenerNames.Tls);

    [Mutant("leaves-the-challenge-out-inside-tls", "answers 407 without Proxy-Authenticate inside TLS")]
    [Kills("tls-proxy/auth", ReasonIds.FieldAbsent)]
    public static Flaw LeavesTheChallengeOut() =>
        Authentication.ChallengeMutants.LeavesTheChallengeOut().Only(ListenerNames.TlsAuth);

    [Mutant("drops-early-octets-inside-tls", "drops what comes in one record with a CONNECT")]
    [Kills("tls-proxy/early-data-same-record", ReasonIds.BytesDiffer)]
    [Related("tunnel/early-data-*/tls*")]
    public static Flaw DropsEarlyBytes() => Informational.InformationalMutants.DropsEarlyBytes().Only(ListenerNames.Tls);

    [Mutant("uses-one-buffer-inside-tls", "uses the same buffer for both directions of a tunnel inside TLS")]
    [Kills("tls-proxy/full-duplex", ReasonIds.BytesDiffer)]
    public static Flaw UsesOneBuffer() => TunnelLoadMutants.UsesOneBuffer().Only(ListenerNames.Tls);

    [Mutant("forgets-its-buffer-before-the-alert", "does not flush what it collected for the client before the closure alert")]
    [Kills("tls-proxy/flush-then-alert", ReasonIds.BytesDiffer)]
    public static Flaw ForgetsItsBuffer() => TunnelEndingMutants.ForgetsOnOriginClose().Only(ListenerNames.Tls);

    [Mutant("closes-both-sides-on-the-first-alert", "closes both sides of a tunnel on the first closure alert")]
    [Records("tls-proxy/half-close", "both directions end with the client's closure alert")]
    public static Flaw ClosesBothSides() => TunnelEndingMutants.ClosesBothSides().Only(ListenerNames.Tls);

    [Mutant("speaks-http2-without-alpn", "answers the preface of HTTP/2 although ALPN has selected nothing")]
    [Kills("tls-proxy/h2-preface-without-alpn", ReasonIds.TlsNegotiation)]
    public static Flaw SpeaksHttp2() => new Flaw()
        .Answer(head => head.Text.StartsWith("PRI ", StringComparison.Ordinal) ? "\0\0\0\u0004\0\0\0\0\0" : null)
        .Only(ListenerNames.Tls);
}
