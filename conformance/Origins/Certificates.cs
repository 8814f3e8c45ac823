using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ConformanceKit.Origins;

/// <summary>
/// A certification authority that exists as long as the process, and the certificates that it issues for origins and for proxies
/// in containers. These share one key, so that a browser can be configured to trust exactly this key and nothing else.
/// </summary>
public static class Certificates
{
    private static readonly ECDsa s_authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly ECDsa s_originKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly ConcurrentDictionary<string, SslStreamCertificateContext> s_contexts = [];

    /// <summary>The certification authority's certificate.</summary>
    public static X509Certificate2 Authority { get; } = MakeAuthority();

    /// <summary>
    /// The base64 SHA-256 of the origins' SubjectPublicKeyInfo, in the form that Chromium's
    /// <c>--ignore-certificate-errors-spki-list</c> requires.
    /// </summary>
    public static string SpkiSha256 { get; } = Convert.ToBase64String(SHA256.HashData(s_originKey.ExportSubjectPublicKeyInfo()));

    /// <summary>The certificate of an origin, with its key and its chain.</summary>
    /// <param name="host">A name or an address without brackets: the subject, and its only alternative name.</param>
    /// <returns>The same certificate for the same host.</returns>
    public static SslStreamCertificateContext For(string host) => s_contexts.GetOrAdd(host, Make);

    /// <summary>A certificate and its key as PEM, for a program that reads them from files.</summary>
    /// <param name="hosts">Names and addresses without brackets: the first is the subject, all are alternative names.</param>
    public static (string Certificate, string Key) Pem(params IReadOnlyList<string> hosts)
    {
        using var certificate = Issue(hosts);
        return ($"{certificate.ExportCertificatePem()}\n", $"{s_originKey.ExportPkcs8PrivateKeyPem()}\n");
    }

    private static SslStreamCertificateContext Make(string host)
    {
        using var bare = Issue([host]);
        return SslStreamCertificateContext.Create(bare.CopyWithPrivateKey(s_originKey), [Authority], offline: true);
    }

    private static X509Certificate2 Issue(IReadOnlyList<string> hosts)
    {
        var request = new CertificateRequest($"CN={hosts[0]}", s_originKey, HashAlgorithmName.SHA256);
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
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Authority, true, false));
        return request.Create(Authority, Authority.NotBefore, Authority.NotAfter, RandomNumberGenerator.GetBytes(16));
    }

    private static X509Certificate2 MakeAuthority()
    {
        var request = new CertificateRequest("CN=ConformanceKit run-time CA", s_authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
    }
}
