using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using ConformanceKit.CommandLine;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Origins;
using ConformanceKit.SamplePack;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.CommandLine;

/// <summary><c>serve</c>: a proxy to point a client at, as somebody at a terminal meets it.</summary>
internal sealed partial class ServeCommandTests : CommandLineTest
{
    private const string AnyPort = "127.0.0.1:0";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Test]
    public async Task A_tunnel_is_told_as_it_happens_and_leads_to_the_page_inside_TLS()
    {
        await using var served = await ServeAsync("obeys");
        using var client = served.Client();

        (await client.GetStringAsync("https://origin.test/")).Should().Contain("the origin behind the proxy, inside TLS");

        await served.ShowsAsync("#1 ", "CONNECT origin.test:443 HTTP/1.1\\r", "The client requests a tunnel", "RFC 9110 §9.3.6",
            "client 1 opens", "HTTP/1.1 200 Connection established",
             "origin 1 opens", "server name \"origin.test\"", "GET / HTTP/1.1\\r");
    }

    [Test]
    public async Task A_request_in_absolute_form_leads_to_the_other_page()
    {
        await using var served = await ServeAsync("obeys");
        using var client = served.Client();

        (await client.GetStringAsync("http://whatever.test/x")).Should().Contain("in cleartext");

        await served.ShowsAsync("GET http://whatever.test/x HTTP/1.1\\r", "GET /x HTTP/1.1\\r");
    }

    [Test]
    public async Task A_mutant_is_the_reference_with_one_rule_broken()
    {
        await using var served = await ServeAsync("mutant:none");
        using var client = served.Client();

        (await client.GetStringAsync("https://origin.test/")).Should().Contain("inside TLS");
        (await client.GetAsync("http://nosuch.invalid/")).StatusCode.Should().Be(HttpStatusCode.BadGateway);

        served.Text.Should().Contain("mutant:none: the reference, unmodified");
        await served.ShowsAsync("#2 ", "Proxy-Status: reference-proxy; error=dns_error");
    }

    [Test]
    public async Task What_is_no_proxy_ends_with_the_command()
    {
        await using var served = await ServeAsync("mutant:stays-silent");
        using var client = new TcpClient();
        await client.ConnectAsync(served.EndPoint);
        await client.GetStream().WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        await served.ShowsAsync("18 bytes");

        (await served.StopAsync()).Should().Be(130);

        (await client.GetStream().ReadAsync(new byte[1])).Should().Be(0);
        Errors.ToString().Should().Contain("Ended: 1 connection");
    }

    [Test]
    public async Task The_announcement_has_the_credentials_and_commands_to_try()
    {
        await using var served = await ServeAsync("wants-a-password");

        served.Text.Should().Contain("wants-a-password: a proxy that asks for credentials")
            .And.Contain($"It listens on {served.EndPoint}, for this machine alone.")
            .And.Contain("the user is 'user', the password 'pass:word'")
            .And.MatchRegex(
                $@"curl --proxy-anyauth -x http://user:pass%3Aword@{served.EndPoint} --cacert \S+ https://origin\.test/");
    }

    [Test]
    public async Task The_CA_is_a_file_only_as_long_as_the_command_runs()
    {
        var served = await ServeAsync("obeys");
        var file = AuthorityFile().Match(served.Text).Groups[1].Value;
        var isThere = File.Exists(file);

        await served.DisposeAsync();

        isThere.Should().BeTrue();
        Directory.Exists(Path.GetDirectoryName(file)).Should().BeFalse();
    }

    [Test]
    public async Task The_CA_is_in_the_file_that_is_named()
    {
        var file = Path.Combine(Folder, "ca.pem");
        await using (await ServeAsync("obeys", "--ca-out", file))
            (await File.ReadAllTextAsync(file)).Should().StartWith("-----BEGIN CERTIFICATE-----");

        File.Exists(file).Should().BeTrue();
    }

    [Test]
    public async Task A_behaviour_that_fails_itself_says_so_and_goes_on()
    {
        await using var served = await ServeAsync("is-broken");
        for (var times = 0; times < 2; times++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(served.EndPoint);
        }

        await served.ShowsAsync("#1 failed: The scripted proxy is-broken failed: this proxy is broken", "#2 failed");
    }

    [Test]
    public async Task More_connections_than_it_takes_wait()
    {
        await using var served = await ServeAsync("wants-a-password");
        var clients = new List<TcpClient>();
        for (var count = 0; count < Serving.LiveProxy.MostAtOnce + 1; count++)
        {
            var client = new TcpClient();
            clients.Add(client);
            await client.ConnectAsync(served.EndPoint);
        }

        await served.ShowsAsync("64 connections are open: others wait");
        clients.ForEach(client => client.Dispose());
        await served.ShowsAsync("#65 ");
    }

    [TestCase("")]
    [TestCase("--list")]
    public async Task Without_a_name_it_lists_what_there_is(string option)
    {
        (await RunAsync(option.Length == 0 ? ["serve"] : ["serve", option])).Should().Be(0);

        Output.ToString().Should().MatchRegex("obeys +does what it should\n")
            .And.MatchRegex("wants-a-password +asks for credentials\n").And.Contain("mutant:NAME");
    }

    [TestCase("obey", "There is no behaviour 'obey'; 'serve --list' shows them all. Did you mean 'obeys'?")]
    [TestCase("echoes", "Did you mean 'mutant:echoes'?")]
    [TestCase("mutant:none-of-clients", "is a client, and serve serves proxies")]
    [TestCase("mutant:nones", "Did you mean 'none'?")]
    [TestCase("obeys --listen 192.0.2.7:0", "192.0.2.7 is not an address of this machine.")]
    [TestCase("obeys --listen localhost:3128", "--listen localhost:3128: give an IP address of this machine and a port")]
    [TestCase("obeys --listen 127.0.0.1", "--listen 127.0.0.1: give an IP address of this machine and a port")]
    [TestCase("obeys --listener auth", "--listener is about a mutant")]
    [TestCase("mutant:none --listener x", "there is no such listener; the reference has plain, auth")]
    public async Task Wrong_usage_is_one_line_and_2(string arguments, string line)
    {
        (await RunAsync($"serve {arguments}")).Should().Be(2);

        Errors.ToString().TrimEnd('\n').Should().NotContain("\n").And.Contain(line);
        Output.ToString().Should().BeEmpty();
    }

    [Test]
    public async Task A_port_that_is_taken_is_one_line_and_3()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        (await RunAsync($"serve obeys --listen {other.LocalEndpoint}")).Should().Be(3);

        Errors.ToString().TrimEnd('\n').Should().NotContain("\n").And.Contain($"{other.LocalEndpoint} is taken");
    }

    private async Task<Served> ServeAsync(params string[] arguments)
    {
        var served = new Served();
        var context = new CommandContext(typeof(Endings).Assembly, served, Errors, Open) { Variable = _ => null };
        served.Running = ConformanceCommandLine.RunAsync(
            context, ["serve", .. arguments, "--listen", AnyPort], served.Stop.Token);
        await served.ShowsAsync("Ctrl-C ends it.");
        return served;
    }

    [GeneratedRegex("trust the CA in ([^,]+),")]
    private static partial Regex AuthorityFile();

    [GeneratedRegex("It listens on ([^,]+),")]
    private static partial Regex Address();

    // Standard output of a command that runs meanwhile, on several threads.
    private sealed class Served : TextWriter, IAsyncDisposable
    {
        private readonly ConcurrentQueue<string> _written = [];

        public CancellationTokenSource Stop { get; } = new();

        public Task<int> Running { get; set; } = Task.FromResult(-1);

        public override Encoding Encoding => Encoding.UTF8;

        public string Text => string.Concat(_written);

        public IPEndPoint EndPoint => IPEndPoint.Parse(Address().Match(Text).Groups[1].Value);

        public override void Write(char value) => Write(value.ToString());

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Write(string? value) => _written.Enqueue(value ?? "");

        public async Task ShowsAsync(params string[] texts)
        {
            for (var began = DateTime.UtcNow; !texts.All(Text.Contains) && DateTime.UtcNow - began < s_patience;)
                await Task.WhenAny(Running, Task.Delay(20));
            Text.Should().ContainAll(texts);
        }

        public HttpClient Client() => new(new SocketsHttpHandler
        {
            Proxy = new WebProxy($"http://{EndPoint}"),
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { Certificates.Authority },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        });

        public async Task<int> StopAsync()
        {
            await Stop.CancelAsync();
            return await Running.WaitAsync(s_patience);
        }

        public new async ValueTask DisposeAsync()
        {
            await StopAsync();
            Stop.Dispose();
        }
    }
}
