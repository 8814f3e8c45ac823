using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Wire;
using FluentAssertions;
using FluentAssertions.Primitives;

namespace ConformanceKit.Grading;

/// <summary>What can be asserted about TLS inside a tunnel.</summary>
public sealed class TlsConnectionAssertions : ReferenceTypeAssertions<TlsConnection, TlsConnectionAssertions>
{
    internal TlsConnectionAssertions(TlsConnection connection)
        : base(connection)
    {
    }

    /// <inheritdoc/>
    protected override string Identifier => "TLS connection";

    /// <summary>The certificate that the client saw is the origin's own, byte for byte (<c>certificate</c>).</summary>
    /// <param name="origin">The origin.</param>
    /// <returns>For <c>.And</c>.</returns>
    public AndConstraint<TlsConnectionAssertions> PresentCertificateOf(Origin origin)
    {
        Grade.That(
            Subject.RemoteCertificateSha256 == origin.Tls.CertificateSha256,
            ReasonIds.Certificate,
            () => $"expected the origin's own certificate, but got one for \"{Subject.RemoteCertificate.Subject}\" issued by "
                + $"\"{Subject.RemoteCertificate.Issuer}\": the proxy intercepts TLS",
            "",
            [],
            () => Subject.Marks);
        return new(this);
    }
}
