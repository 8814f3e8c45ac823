using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Origins;

internal sealed class TlsOriginTests : OriginTest
{
    [Test]
    public async Task TLS_shows_the_origins_certificate_and_the_clients_wishes()
    {
        var origin = await Origins.TlsEchoAsync("conformance/1", "http/1.1");
        var client = await DialAsync(origin);

        await using (var tls = await client.TlsAsync("sni.test", "h2", "conformance/1"))
        {
            await tls.Inside.SendAsync("ping", Cancel);
            (await tls.Inside.ReadExactlyAsync(4)).Should().Equal("ping");
            tls.Alpn.Should().Be("conformance/1");
            tls.RemoteCertificateSha256.Should().Be(origin.Tls.CertificateSha256);
        }

        origin.Tls.Sessions.Should().ContainSingle().Which
            .Should().BeEquivalentTo(new { ServerName = "sni.test", Alpn = "conformance/1" });
        (await client.ReadToEndAsync()).Should().BeFin();
        await origin.FinishedAsync(Cancel);
        var plain = Transcript.Events.Where(e => e.Connection == "origin 1 (tls)");
        plain.Select(e => e.Kind).Should().Equal(WireEvent.Received, WireEvent.Sent, WireEvent.FinReceived, WireEvent.FinSent);
    }

    [Test]
    public async Task Every_handshake_is_a_full_one_and_says_in_words_what_was_agreed()
    {
        var origin = await Origins.TlsEchoAsync();
        var hellos = new List<long>();

        for (var round = 0; round < 2; round++)
        {
            var client = await DialAsync(origin);
            await using var tls = await client.TlsAsync("sni.test");
            await tls.Inside.SendAsync("ping", Cancel);
            await tls.Inside.ReadExactlyAsync(4);
            hellos.Add(Transcript.Events.First(e => e.Connection == client.Name && e.Kind == WireEvent.Sent).Length);
        }

        hellos.Distinct().Should().ContainSingle("a ticket (pre_shared_key) would make the second ClientHello longer");
        Transcript.Events.Select(e => e.Note).Should().Contain("TLS 1.3, server name \"sni.test\", no ALPN").And.Contain(
            "TLS 1.3, no ALPN, certificate \"CN=localhost\" (not for \"sni.test\"; the kit compares the whole certificate, "
            + "not its name)");
    }

    [Test]
    public async Task The_certificate_is_for_the_host_under_the_run_time_CA_with_the_one_key()
    {
        var origin = await Origins.TlsEchoAsync();
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Certificates.Authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;

        chain.Build(origin.Tls.Certificate)
            .Should().BeTrue(string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation)));
        origin.Tls.Certificate.MatchesHostname("localhost").Should().BeTrue();
        Convert.ToBase64String(SHA256.HashData(origin.Tls.Certificate.PublicKey.ExportSubjectPublicKeyInfo()))
            .Should().Be(Certificates.SpkiSha256);
    }

    [Test]
    public void A_program_gets_a_certificate_for_all_its_names_and_the_key_to_it()
    {
        var (pem, key) = Certificates.Pem("acme", "127.0.0.1");

        using var certificate = X509Certificate2.CreateFromPem(pem, key); // throws if the key is another's
        certificate.Subject.Should().Be("CN=acme");
        certificate.MatchesHostname("acme").Should().BeTrue();
        certificate.MatchesHostname("127.0.0.1").Should().BeTrue();
        certificate.Issuer.Should().Be(Certificates.Authority.Subject);
    }

    [Test]
    public async Task Another_certificate_for_the_same_host_shows_an_intercepting_proxy()
    {
        var origin = await Origins.TlsEchoAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var forged = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var interceptor = await Origins.ServeAsync(
            async (connection, cancel) =>
            {
                await using var stream = new SslStream(connection.AsStream());
                await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = forged }, cancel);
            });

        await using var direct = await (await DialAsync(origin)).TlsAsync("localhost");
        direct.Should().PresentCertificateOf(origin);
        await using var intercepted = await (await DialAsync(interceptor)).TlsAsync("localhost");
        var grading = () => intercepted.Should().PresentCertificateOf(origin);

        grading.Should().Throw<RequirementBrokenException>().Which.ReasonId.Should().Be("certificate");
    }

    [Test]
    public async Task HTTP_inside_TLS_is_answered()
    {
        var origin = await Origins.HttpsAsync("HTTP/1.1 200 OK\r\n\r\nsecure");
        var client = await DialAsync(origin);
        await using var tls = await client.TlsAsync("localhost", "h2", "http/1.1");
        await tls.Inside.SendAsync("GET /x HTTP/1.1\r\nHost: a\r\n\r\n", Cancel);

        (await tls.Inside.ReadResponseAsync("GET")).Should().HaveBody("secure");
        origin.Requests.Should().ContainSingle().Which.Should().HaveTarget("/x");
    }

    [Test]
    public async Task Without_TLS_at_the_other_end_the_handshake_has_its_reason()
    {
        var client = await DialAsync(await Origins.EchoAsync());

        var handshake = () => client.TlsAsync("localhost");

        (await handshake.Should().ThrowAsync<RequirementBrokenException>()).Which.ReasonId.Should().Be(ReasonIds.TlsBroken);
    }

    [Test]
    public async Task A_failed_handshake_is_told_and_no_fault_of_the_origin()
    {
        var origin = await Origins.TlsEchoAsync();
        var client = await DialAsync(origin);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n", Cancel);
        await client.ReadToEndAsync();

        await origin.FinishedAsync(Cancel);
        origin.Tls.Failures.Should().ContainSingle();
        origin.Tls.Sessions.Should().BeEmpty();
    }

    [Test]
    public async Task TLS_that_breaks_on_its_way_is_no_fault_of_the_origin()
    {
        var origin = await Origins.TlsEchoAsync();
        var client = await DialAsync(origin);
        await client.TlsAsync("localhost");

        // A well-formed record whose content is not encrypted.
        await client.SendAsync("\x17\x03\x03\0\x20" + new string('x', 32), Cancel);
        await client.ReadToEndAsync();
        var finishing = () => origin.FinishedAsync(Cancel);

        (await finishing.Should().ThrowAsync<RequirementBrokenException>()).Which.ReasonId.Should().Be(ReasonIds.TlsBroken);
    }

    [Test]
    public async Task A_reset_inside_TLS_is_a_reset()
    {
        var origin = await Origins.TlsAsync(
            async (connection, cancel) =>
            {
                await connection.ReadExactlyAsync(1, cancel: cancel);
                connection.Reset();
            });
        var client = await DialAsync(origin);
        await using var tls = await client.TlsAsync("localhost");
        await tls.Inside.SendAsync("x", Cancel);

        (await tls.Inside.ReadToEndAsync()).Should().BeReset();
        await origin.FinishedAsync(Cancel);
    }
}
