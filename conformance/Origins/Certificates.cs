using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ConformanceKit.ReferenceProxy.Tls;

namespace ConformanceKit.Origins;

/// <summary>
/// A certification authority that exists as long as the process, and the certificates that it issues for origins and for proxies
/// in containers. These share one key, so that a browser can be configured to trust exactly this key and nothing else.
/// </summary>
public static class Certificates
{
    private static readonly CertificateAuthority s_authority = new("ConformanceKit run-time CA");
    private static readonly CertificateAuthority s_foreign = new("a CA that nobody trusts");
    private static readonly ECDsa s_originKey = CertificateAuthority.NewKey();
    private static readonly ECDsa s_foreignKey = CertificateAuthority.NewKey();
    private static readonly ConcurrentDictionary<string, SslStreamCertificateContext> s_contexts = [];

    /// <summary>The certification authority's certificate.</summary>
    public static X509Certificate2 Authority => s_authority.Certificate;

    /// <summary>
    /// The base64 SHA-256 of the origins' SubjectPublicKeyInfo, in the form that Chromium's
    /// <c>--ignore-certificate-errors-spki-list</c> requires.
    /// </summary>
    public static string SpkiSha256 { get; } = Convert.ToBase64String(SHA256.HashData(s_originKey.ExportSubjectPublicKeyInfo()));

    /// <summary>The certificate of an origin, with its key and its chain.</summary>
    /// <param name="host">A name or an address without brackets: the subject, and its only alternative name.</param>
    /// <returns>The same certificate for the same host.</returns>
    public static SslStreamCertificateContext For(string host) =>
        s_contexts.GetOrAdd(host, name => s_authority.Issue(s_originKey, name));

    /// <summary>A certificate of another certification authority, which no client has been told to trust.</summary>
    /// <param name="host">A name or an address without brackets.</param>
    /// <returns>The certificate with its key and its chain.</returns>
    internal static SslStreamCertificateContext Foreign(string host) => s_foreign.Issue(s_foreignKey, host);

    /// <summary>A certificate and its key as PEM, for a program that reads them from files.</summary>
    /// <param name="hosts">Names and addresses without brackets: the first is the subject, all are alternative names.</param>
    public static (string Certificate, string Key) Pem(params IReadOnlyList<string> hosts)
    {
        using var certificate = s_authority.Certify(s_originKey, hosts);
        return ($"{certificate.ExportCertificatePem()}\n", $"{s_originKey.ExportPkcs8PrivateKeyPem()}\n");
    }
}
