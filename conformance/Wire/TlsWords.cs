using System.Security.Authentication;

namespace ConformanceKit.Wire;

/// <summary>What was agreed in a TLS handshake, in words.</summary>
internal static class TlsWords
{
    /// <summary>A version of TLS, such as <c>TLS 1.3</c>.</summary>
    public static string Version(SslProtocols version) => version switch
    {
        SslProtocols.Tls12 => "TLS 1.2",
        SslProtocols.Tls13 => "TLS 1.3",
        _ => $"TLS ({version})",
    };

    /// <summary>The application protocol, such as <c>ALPN "h2"</c>.</summary>
    /// <param name="name">Its name, or empty if none was negotiated.</param>
    public static string Alpn(string name) => name.Length > 0 ? $"ALPN \"{name}\"" : "no ALPN";
}
