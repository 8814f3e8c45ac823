using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ConformanceKit.ReferenceProxy.Tls;

/// <summary>The certificate that the proxy shows: from files, or made for the occasion.</summary>
internal static class ServerCertificate
{
    /// <summary>Reads a certificate, with the certificates that lead to its authority, and its key, all in PEM.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="CryptographicException">A file does not hold what it should; the message says which and why.</exception>
    public static SslStreamCertificateContext Read(string certificateFile, string keyFile)
    {
        var certificates = File.ReadAllText(certificateFile);
        var key = File.ReadAllText(keyFile);
        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPem(certificates);
        }
        catch (CryptographicException failure)
        {
            throw new CryptographicException($"{certificateFile} is not a certificate in PEM: {failure.Message}", failure);
        }

        if (chain.Count == 0)
            throw new CryptographicException($"{certificateFile} has no certificate in PEM");
        try
        {
            var server = X509Certificate2.CreateFromPem(certificates, key);
            chain.RemoveAt(0);
            return SslStreamCertificateContext.Create(server, chain, offline: true);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw new CryptographicException(
                $"{keyFile} has no unencrypted key in PEM for the certificate in {certificateFile}: {failure.Message}", failure);
        }
    }

    /// <summary>
    /// Makes an authority, and a certificate for the names under which this machine reaches itself and for <paramref name="listen"/>.
    /// </summary>
    public static (X509Certificate2 Authority, SslStreamCertificateContext Server) Make(IPAddress listen)
    {
        var authority = new CertificateAuthority("reference-proxy run-time CA");
        string[] hosts = ["localhost", Dns.GetHostName(), "127.0.0.1", "::1", $"{listen}"];
        return (authority.Certificate, authority.Issue(CertificateAuthority.NewKey(), [.. hosts.Distinct()]));
    }
}
