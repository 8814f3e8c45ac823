using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Wire;

/// <summary>An interceptor's certificate can be anything, and so can the name that was requested.</summary>
internal sealed class TlsWordsTests
{
    [TestCase("a.test", "certificate \"CN=a\"")]
    [TestCase("b.test", "*not for \"b.test\"*")]
    [TestCase("", "certificate \"CN=a\" (no server name was requested)")]
    [TestCase("a,b test", "*not for \"a,b test\"*")]
    public void A_certificate_is_for_a_name_or_not(string name, string words) =>
        TlsWords.Certificate(Certificate(For("a.test")), name).Should().Match(words);

    [Test]
    public void One_that_is_not_well_formed_is_for_no_name() =>
        TlsWords.Certificate(Certificate(new X509Extension("2.5.29.17", [0xFF], critical: false)), "a.test").Should()
            .Contain("not for \"a.test\"");

    private static X509Extension For(string name)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddDnsName(name);
        return alternatives.Build();
    }

    private static X509Certificate2 Certificate(X509Extension names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=a", key, HashAlgorithmName.SHA256) { CertificateExtensions = { names } };
        return request.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(1));
    }
}
