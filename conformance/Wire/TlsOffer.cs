using System.Security.Authentication;

namespace ConformanceKit.Wire;

/// <summary>What a client offers in a TLS handshake.</summary>
/// <param name="ServerName">The name to request (SNI); an address, or an empty name, is not sent.</param>
/// <param name="Alpn">The application protocols, in order of preference.</param>
public sealed record TlsOffer(string ServerName, params IReadOnlyList<string> Alpn)
{
    /// <summary>
    /// The versions; by default those of the system. In TLS 1.2 everybody can see which record is an alert, in TLS 1.3 only the two
    /// ends can.
    /// </summary>
    public SslProtocols Version { get; init; } = SslProtocols.None;
}
