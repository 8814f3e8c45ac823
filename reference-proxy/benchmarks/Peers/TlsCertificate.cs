using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ConformanceKit.ReferenceProxy.Benchmarks.Load;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>The certificate that all peers show. It signs itself, and exists as long as the program.</summary>
internal static class TlsCertificate
{
    /// <summary>The certificate and its key, in PEM.</summary>
    public static string Pem { get; } = Make();

    /// <summary>Makes one, with a key of its own.</summary>
    public static string Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=benchmark", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(TlsContext.Address));
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }
}
