using System.Diagnostics;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ConformanceKit.ReferenceProxy.Tls;

namespace ConformanceKit.ReferenceProxy.Tests.Program;

/// <summary>Runs the executable as a process.</summary>
internal sealed class CommandLineTests
{
    [TestCase("--listen", "0.0.0.0:0", "would serve everybody")]
    [TestCase("--listen", "nonsense", "is not an address and a port")]
    [TestCase("--listen", "127.0.0.1", "is not an address and a port")]
    [TestCase("--credentials", "nocolon", "user:password")]
    [TestCase("--allow-ports", "0", "is not a port")]
    [TestCase("--deny", "10.0.0.0/99", "is not a host")]
    [TestCase("--dial-timeout", "-1", "is not a number of seconds")]
    [TestCase("--trace-html", "/no/such/folder/trace.html", "--trace-html: Could not find a part of the path")]
    [TestCase("--trace-html", "/", "--trace-html: Access to the path")]
    [TestCase("--trace-html", "", "--trace-html: there is no file name")]
    [TestCase("--unknown", "x", "--unknown")]
    public async Task A_mistake_is_one_clear_line_and_exit_code_2(string option, string value, string expected)
    {
        var (exitCode, _, error) = await RunAsync(option, value);
        error.Trim().Should().StartWith("reference-proxy: ").And.Contain(expected).And.NotContain("\n");
        exitCode.Should().Be(2);
    }

    [TestCase("--listen")]
    [TestCase("--tls-listen")]
    [TestCase("--socks-listen")]
    public async Task A_port_in_use_is_exit_code_3(string option)
    {
        using var taken = new Origin();
        string[] free = option == "--listen" ? [] : ["--listen", "127.0.0.1:0"];
        var (exitCode, _, error) = await RunAsync([.. free, option, taken.Authority]);
        error.Trim().Should().Be($"reference-proxy: {taken.Authority} is already in use; choose another with {option}");
        exitCode.Should().Be(3);
    }

    [TestCase("--ca-out ca.pem", "--ca-out needs --tls-listen")]
    [TestCase("--certificate a.pem --key a.pem", "--certificate needs --tls-listen")]
    [TestCase("--tls-listen 127.0.0.1:0 --certificate a.pem", "--certificate and --key belong together")]
    [TestCase("--tls-listen 127.0.0.1:0 --certificate a.pem --key a.pem --ca-out ca.pem", "give it without --certificate")]
    [TestCase("--tls-listen 0.0.0.0:0", "listening on 0.0.0.0:0 would serve everybody")]
    [TestCase("--socks-listen 0.0.0.0:0", "listening on 0.0.0.0:0 would serve everybody")]
    public async Task Options_that_do_not_go_together_are_one_clear_line_and_exit_code_2(string options, string expected)
    {
        using var folder = new Folder();
        var (exitCode, _, error) = await RunAsync(options.Replace("ca.pem", folder["ca.pem"]).Split(' '));
        error.Trim().Should().StartWith("reference-proxy: ").And.Contain(expected).And.NotContain("\n");
        exitCode.Should().Be(2);
    }

    [Test]
    public async Task A_certificate_that_cannot_be_used_is_one_clear_line_and_exit_code_3()
    {
        using var folder = new Folder();
        var one = new CertificateAuthority("one").Certificate;
        var other = new CertificateAuthority("other").Certificate;
        folder.Write("one.pem", one.ExportCertificatePem());
        folder.Write("one.key", one.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        folder.Write("other.key", other.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        folder.Write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        folder.Write("empty", "");

        await RefusesAsync("missing.pem", "one.key", "Could not find file");
        await RefusesAsync("one.pem", "missing.key", "Could not find file");
        await RefusesAsync("empty", "one.key", "empty has no certificate in PEM");
        await RefusesAsync("broken.pem", "one.key", "broken.pem is not a certificate in PEM");
        await RefusesAsync("one.pem", "empty", "empty has no unencrypted key in PEM");
        await RefusesAsync("one.pem", "other.key", "other.key has no unencrypted key in PEM for the certificate in");

        async Task RefusesAsync(string certificate, string key, string expected)
        {
            var (exitCode, _, error) = await RunAsync(
                "--tls-listen", "127.0.0.1:0", "--certificate", folder[certificate], "--key", folder[key]);
            error.Trim().Should().StartWith("reference-proxy: ").And.Contain(expected).And.NotContain("\n");
            exitCode.Should().Be(3);
        }
    }

    [Test]
    public async Task Who_trusts_the_authority_that_it_writes_trusts_the_certificate_that_it_makes()
    {
        using var folder = new Folder();
        using var process = Start("--listen", "127.0.0.1:0", "--tls-listen", "127.0.0.1:0", "--ca-out", folder["ca.pem"]);
        await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
        var ready = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
        ready.Should().StartWith("reference-proxy listens for TLS on 127.0.0.1:");
        using var trusted = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(folder["ca.pem"]));
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust };
        policy.CustomTrustStore.Add(trusted);
        policy.RevocationMode = X509RevocationMode.NoCheck;

        foreach (var name in new[] { "localhost", "127.0.0.1", Dns.GetHostName() })
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPEndPoint.Parse(ready!.Split(' ')[^1]));
            await using var tls = new SslStream(client.GetStream());
            var options = new SslClientAuthenticationOptions { TargetHost = name, CertificateChainPolicy = policy };
            await tls.AuthenticateAsClientAsync(options).WaitAsync(TimeSpan.FromSeconds(20));
            tls.IsAuthenticated.Should().BeTrue();
        }

        process.Kill();
    }

    [Test]
    public async Task It_serves_until_SIGTERM_and_exits_with_0()
    {
        using var process = Start("--listen", "127.0.0.1:0", "--credentials", "alice:@secret", "--trace");
        var ready = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
        var endPoint = IPEndPoint.Parse(ready!.Split(' ')[^1]);

        using var client = await Peer.DialAsync(endPoint);
        await client.SendAsync("CONNECT x.invalid:1 HTTP/1.0\r\nProxy-Authorization: Basic YWxpY2U6QHNlY3JldA==\r\n\r\n");
        (await client.ReadToFinAsync()).Should().StartWith("HTTP/1.1 502 ");

        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        process.ExitCode.Should().Be(0);
        (await process.StandardOutput.ReadToEndAsync()).Should().Contain("RFC 9209 §2.3.2")
            .And.NotContain("\" 502 ", "the trace replaces the log's line for each request");
    }

    [Test]
    public async Task Quiet_it_prints_nothing_of_the_requests()
    {
        using var process = Start("--listen", "127.0.0.1:0", "--quiet");
        var ready = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
        using var client = await Peer.DialAsync(IPEndPoint.Parse(ready!.Split(' ')[^1]));
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        (await client.ReadToFinAsync()).Should().StartWith("HTTP/1.1 400 ");

        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        (await process.StandardOutput.ReadToEndAsync()).Trim().Should().Be("reference-proxy stops");
    }

    [Test]
    public async Task The_page_of_a_session_is_written_when_it_ends()
    {
        var page = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid()}.html");
        using var process = Start("--listen", "127.0.0.1:0", "--trace-html", page);
        var ready = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
        using var client = await Peer.DialAsync(IPEndPoint.Parse(ready!.Split(' ')[^1]));
        await client.SendAsync(
            "CONNECT x.invalid:1 HTTP/1.1\r\nHost: x.invalid:1\r\nProxy-Authorization: Basic c2VjcmV0\r\n\r\n");
        await client.ReadToFinAsync();

        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));

        (await process.StandardOutput.ReadToEndAsync()).Should().Contain($"reference-proxy wrote {page}").And.Contain("\" 502 ")
            .And.NotContain("#1 ");
        process.ExitCode.Should().Be(0);
        var html = await File.ReadAllTextAsync(page);
        html.Should().Contain("#1 CONNECT x.invalid:1 HTTP/1.1").And.Contain("class=\"ck-seq\"").And.Contain("502")
            .And.NotContain("c2VjcmV0");
        File.Delete(page);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args)
    {
        using var process = Start(args);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        return (process.ExitCode, await output, await error);
    }

    private static Process Start(params string[] args)
    {
        var program = typeof(ProxyServer).Assembly.Location;
        return Process.Start(new ProcessStartInfo("dotnet", [program, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
