using System.Net.Security;
using System.Security.Authentication;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Origins;
using ConformanceKit.ReferenceProxy.Tls;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Scenarios.TlsProxy;

/// <summary>Proxies that get TLS itself wrong: its handshake, its application protocol and its end.</summary>
internal static class HandshakeMutants
{
    private static readonly byte[] s_settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];

    private static readonly Lazy<SslStreamCertificateContext> s_foreign =
        new(() => new CertificateAuthority("an authority of its own").Issue(CertificateAuthority.NewKey(), "127.0.0.1"));

    [Mutant("sends-no-closure-alert", "ends TLS with FIN alone")]
    [Kills("tls-proxy/close-notify/*", ReasonIds.ClosureAlert)]
    public static Flaw SendsNoAlert() => Tls(new() { SendsAlert = false });

    // The reference gives a body without a length chunks, unless the client speaks HTTP/1.0.
    [Mutant("ends-a-body-with-fin-alone", "ends a body that has no length with FIN alone, without a closure alert")]
    [Kills("absolute-form/close-delimited/tls", ReasonIds.BodyIncomplete)]
    [Related("*/*/tls*", "tls-proxy/*", "browser/*")]
    public static Flaw EndsABodyWithFin() => Tls(new() { SendsAlert = false }).Request(head =>
    {
        if (!head.IsConnect)
            head.Text = head.Text.Replace(" HTTP/1.1\r\n", " HTTP/1.0\r\n", StringComparison.Ordinal);
    });

    [Mutant("takes-a-reset-for-the-end", "sends a closure alert although the origin broke off")]
    [Kills("tls-proxy/origin-rst", ReasonIds.EndNotReset)]
    public static Flaw AlertsOnReset() => Tls(new() { AlertsOnReset = true });

    [Mutant("trusts-a-bare-fin", "passes on FIN without a closure alert as the end")]
    [Records("tls-proxy/truncation", "passed on as FIN")]
    public static Flaw TrustsFin() => Tls(new() { TrustsFin = true });

    [Mutant("serves-cleartext-where-tls-is-due", "serves a client that does not speak TLS on the port for TLS")]
    [Kills("tls-proxy/plaintext-to-tls-port", ReasonIds.Accepted)]
    public static Flaw ServesCleartext() => Tls(new() { ServesCleartext = true });

    [Mutant("shakes-hands-one-at-a-time", "performs one handshake at a time, however long it takes")]
    [Kills("tls-proxy/slow-handshake", ReasonIds.TlsBroken)]
    [Related("*/*/tls*", "tls-proxy/*")]
    public static Flaw ShakesHandsOneAtATime() => Tls(new() { OneAtATime = true });

    [Mutant("wants-the-head-in-one-record", "treats the first record inside TLS as a whole head")]
    [Kills("tls-proxy/small-records/*", ReasonIds.NotSuccessful)]
    [Related("robustness/*/tls")]
    public static Flaw WantsOneRecord()
    {
        var isFirst = true;
        return Tls(new()
        {
            Record = bytes =>
            {
                var isWhole = !isFirst || bytes.AsSpan().IndexOf("\r\n\r\n"u8) >= 0;
                isFirst = false;
                return isWhole ? bytes : [.. bytes, .. "\r\n\r\n"u8];
            },
        });
    }

    [Mutant("greets-in-http2", "selects http/1.1, and speaks HTTP/2")]
    [Kills("tls-proxy/alpn-http11", ReasonIds.MalformedResponse)]
    [Related("tls-proxy/alpn-h2")]
    public static Flaw GreetsInHttp2() => Tls(new() { Greeting = alpn => alpn == "http/1.1" ? s_settings : [] });

    [Mutant("selects-h2-and-speaks-http1", "selects h2, and speaks HTTP/1.1")]
    [Kills("tls-proxy/alpn-h2", ReasonIds.TlsNegotiation)]
    public static Flaw SelectsH2() => Selecting(SslApplicationProtocol.Http2, SslApplicationProtocol.Http11);

    [Mutant("selects-h2c", "selects h2c inside TLS")]
    [Kills("tls-proxy/alpn-h2c", ReasonIds.TlsNegotiation)]
    public static Flaw SelectsH2c() => Selecting(new SslApplicationProtocol("h2c"), SslApplicationProtocol.Http11);

    [Mutant("ignores-alpn", "does not look at the protocols that a client offers")]
    [Kills("tls-proxy/alpn-no-overlap", ReasonIds.TlsNegotiation)]
    public static Flaw IgnoresAlpn() => Tls(new() { Handshake = options => options.ApplicationProtocols = null });

    [Mutant("insists-on-alpn", "closes when a client offers no ALPN")]
    [Kills("tls-proxy/no-alpn", ReasonIds.ClosedWithoutReply)]
    [Related("*/*/tls*", "tls-proxy/*", "browser/*")]
    public static Flaw InsistsOnAlpn() => Tls(new() { Greeting = alpn => alpn.Length > 0 ? [] : null });

    [Mutant("insists-on-a-server-name", "fails the handshake when no server name is requested")]
    [Kills("tls-proxy/sni/none", ReasonIds.TlsBroken)]
    [Related("*/*/tls*", "tls-proxy/*", "browser/*")]
    public static Flaw InsistsOnAName() => Named(name => name.Length > 0);

    [Mutant("knows-only-its-own-name", "fails the handshake for a server name that it does not know")]
    [Kills("tls-proxy/sni/localhost", ReasonIds.TlsBroken)]
    [Kills("tls-proxy/sni/unknown", ReasonIds.TlsBroken)]
    public static Flaw KnowsOnlyItsOwnName() => Named(name => name.Length == 0);

    [Mutant("selects-h2-over-tls-1.1", "accepts TLS 1.1, and selects h2 over it")]
    [Kills("tls-proxy/tls-version", ReasonIds.TlsNegotiation)]
    public static Flaw AcceptsOldVersions() => Tls(new() { Hello = hello => OldHello.IsFrom(hello) ? OldHello.Answer : null });

    [Mutant("shows-a-certificate-that-nobody-trusts", "shows a certificate of an authority that nobody trusts")]
    [Kills("browser/http-page/tls", ReasonIds.PageFailed)]
    [Kills("browser/https-page/tls", ReasonIds.PageFailed)]
    public static Flaw ShowsAnotherCertificate() => Tls(new()
    {
        Handshake = options => options.ServerCertificateContext = s_foreign.Value,
    });

    private static Flaw Tls(TlsFlaw flaw) => new Flaw().Tls(flaw).Only(ListenerNames.Tls);

    private static Flaw Selecting(params SslApplicationProtocol[] protocols) =>
        Tls(new() { Handshake = options => options.ApplicationProtocols = [.. protocols] });

    private static Flaw Named(Func<string, bool> isKnown) => Tls(new()
    {
        Handshake = options =>
        {
            var certificate = Certificates.For("127.0.0.1").TargetCertificate;
            options.ServerCertificateContext = null;
            options.ServerCertificateSelectionCallback = (_, name) => isKnown(name ?? "")
                ? certificate
                : throw new AuthenticationException("unknown name");
        },
    });
}
