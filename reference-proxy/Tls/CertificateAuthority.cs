using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ConformanceKit.ReferenceProxy.Tls;

/// <summary>
/// A certification authority that exists as long as the process: whoever trusts its certificate accepts what it issues, and
/// nobody else does.
/// </summary>
public sealed class CertificateAuthority
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Makes an authority with a key of its own, valid from yesterday for 30 days.</summary>
    /// <param name="name">The common name of its certificate.</param>
    public CertificateAuthority(string name)
    {
        var request = new CertificateRequest($"CN={name}", NewKey(), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = DateTimeOffset.UtcNow;
        Certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
    }

    /// <summary>The authority's own certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>A new key for a server: ECDSA on the curve P-256.</summary>
    public static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Issues the certificate of a server, valid as long as the authority's own.</summary>
    /// <param name="key">The server's key.</param>
    /// <param name="hosts">
    /// Names, and addresses without brackets: all are alternative names, and the first is the subject too.
    /// </param>
    /// <returns>The certificate with its key and its chain.</returns>
    public SslStreamCertificateContext Issue(ECDsa key, params IReadOnlyList<string> hosts)
    {
        using var bare = Certify(key, hosts);
        return SslStreamCertificateContext.Create(bare.CopyWithPrivateKey(key), [Certificate], offline: true);
    }

    /// <summary>Issues the same certificate without its key.</summary>
    /// <param name="key">The server's key.</param>
    /// <param name="hosts">As for <see cref="Issue"/>.</param>
    public X509Certificate2 Certify(ECDsa key, params IReadOnlyList<string> hosts)
    {
        var request = new CertificateRequest($"CN={hosts[0]}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
                names.AddIpAddress(address);
            else
                names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        return request.Create(Certificate, Certificate.NotBefore, Certificate.NotAfter, RandomNumberGenerator.GetBytes(16));
    }
}
