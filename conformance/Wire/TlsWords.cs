using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

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

    /// <summary>The certificate, and that it is for another name if it is: a case may request any name of its origin.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="serverName">The name that was requested, or empty.</param>
    public static string Certificate(X509Certificate2 certificate, string serverName)
    {
        var shown = $"certificate \"{certificate.Subject}\"";
        if (serverName.Length == 0)
            return $"{shown} (no server name was requested)";
        return IsFor(certificate, serverName)
            ? shown
            : $"{shown} (not for \"{serverName}\"; the kit compares the whole certificate, not its name)";
    }

    private static bool IsFor(X509Certificate2 certificate, string serverName)
    {
        try
        {
            return certificate.MatchesHostname(serverName);
        }
        catch (Exception odd) when (odd is CryptographicException or InvalidOperationException or ArgumentException)
        {
            return false; // its alternative names are malformed or there twice, or the name is none that a certificate can have
        }
    }
}
