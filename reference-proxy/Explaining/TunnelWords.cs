using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>The words for where bytes go that are no messages, and for a tunnel inside TLS with the proxy.</summary>
internal static class TunnelWords
{
    /// <summary>How the sentence about such bytes begins, and its clause.</summary>
    /// <param name="speech">What their connection carries.</param>
    /// <param name="from">Who sends them.</param>
    /// <param name="isSocks">Whether a tunnel was requested in SOCKS5.</param>
    public static (string How, string Clause) Of(Speech speech, Party from, bool isSocks)
    {
        var tunnel = isSocks ? "RFC 1928 §6" : "RFC 9110 §9.3.6";
        return (speech, from) switch
        {
            (Speech.InsideTls, _) => ("Inside TLS, which only its two ends can read:", "RFC 8446 §5.2"),
            (Speech.TlsWithProxy, _) => ("TLS with the proxy itself:", "RFC 8446 §5.1"),
            (Speech.Switched, _) => ("In the protocol switched to:", "RFC 9110 §7.8"),
            (_, Party.Proxy) => ("The tunnel delivers", tunnel),
            (_, Party.Client) => ("The client sends", tunnel),
            _ => ("The origin sends", tunnel),
        };
    }

    /// <summary>Adds to a 2xx inside TLS with the proxy what that TLS does not do for the tunnel.</summary>
    public static Remark WhereTlsEnds(Remark open) => open with
    {
        Text = $"{open.Text}. The proxy's TLS with the client goes on, but it is not the origin's: the proxy decrypts what "
            + "follows, and passes it on as it is in there, unread",
    };

    /// <summary>Adds to the first TLS in such a tunnel whose it is.</summary>
    public static Remark SecondHandshake(Remark hello) => hello with
    {
        Text = $"{hello.Text}. This is the second handshake, end to end with the origin, inside the TLS with the proxy: what it "
            + "protects the proxy cannot read",
    };
}
