using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ConformanceKit.CommandLine;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.ReferenceProxy;
using ConformanceKit.ReferenceProxy.Authentication;
using ConformanceKit.SamplePack;
using ConformanceKit.Tests.UnderTest;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.CommandLine;

/// <summary><c>try</c>: one request through the embedded reference, or through an instance.</summary>
[NonParallelizable]
internal sealed partial class TryCommandTests : CommandLineTest
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private ContainerSession _containers = null!;

    [SetUp]
    public void Open() => (_containers, Input) = (new(new DockerEngine("conformancekit")), []);

    [TearDown]
    public async Task CloseAsync() => await _containers.DisposeAsync();

    [Test]
    public async Task A_tunnel_is_shown_from_both_sides_to_its_end()
    {
        (await TryAsync("CONNECT example.test:443")).Should().Be(0);

        Shown("CONNECT example.test:443 HTTP/1.1\\r", "The origin accepts", "HTTP/1.1 200", "delivers 26 bytes to the origin",
            "delivers 26 bytes to the client", "answered with 200");
        Output.ToString().Split("FIN -").Should().HaveCountGreaterThan(4, "each side ends twice, once for each party");
    }

    [Test]
    public async Task TLS_inside_it_is_the_origins()
    {
        (await TryAsync("CONNECT example.test:443", "--tls", "--then", "a secret")).Should().Be(0);

        Shown("TLS ClientHello", "server name \"example.test\"", "a secret\\r\\n", "The certificate is the origin's own");
    }

    [Test]
    public async Task TLS_to_the_proxy_itself_has_the_request_inside()
    {
        (await TryAsync("CONNECT example.test:443", "--listener", "tls", "--tls", "--then", "a secret")).Should().Be(0);

        Shown("TLS with the proxy itself", "CONNECT example.test:443 HTTP/1.1\\r", "a secret\\r\\n",
            "The certificate is the origin's own", "closure alert");
    }

    [Test]
    public async Task What_speaks_no_TLS_is_one_line_and_3()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var hangingUp = HangUpAsync(listener);

        (await TryAsync("GET /", "--tls-proxy", $"https://{listener.LocalEndpoint}")).Should().Be(3);

        await hangingUp;
        Errors.ToString().TrimEnd('\n').Should().NotContain("\n").And.Contain("There is no TLS with 127.0.0.1:")
            .And.Contain("Check that it is its listener for TLS.");
    }

    [Test]
    public async Task A_plain_request_is_forwarded_and_answered()
    {
        (await TryAsync("GET http://example.test/x?y", "--header", "X-One: 1")).Should().Be(0);

        Shown("GET /x?y HTTP/1.1\\r", "X-One: 1", "Via: 1.1 reference-proxy", "Hello from the origin.", "answered with 200");
    }

    [Test]
    public async Task Any_port_of_any_name_of_its_own_leads_to_the_origin()
    {
        (await TryAsync("CONNECT www.example.com:80", "--origin", "www.example.com")).Should().Be(0);

        Shown("CONNECT www.example.com:80", "The origin accepts");
    }

    [Test]
    public async Task A_status_that_refuses_is_an_answer_too()
    {
        (await TryAsync("CONNECT example.test:25")).Should().Be(0);
        Shown("answered with 403");
        Output.ToString().Should().NotContain("The origin accepts");

        (await TryAsync("CONNECT 127.0.0.2:80")).Should().Be(0);
        Shown("Only the client's side is seen: '127.0.0.2' is not an origin of the kit's own.", "answered with 502");
    }

    [Test]
    public async Task Credentials_are_sent_where_that_is_asked_for()
    {
        (await TryAsync("GET http://example.test/", "--listener", "auth")).Should().Be(0);
        Shown("answered with 407", "Next: --log-in sends credentials");

        (await TryAsync("GET http://example.test/", "--listener", "auth", "--log-in")).Should().Be(0);
        Shown("Proxy-Authorization: Basic ", "answered with 200");
    }

    [Test]
    public async Task An_instance_gets_one_request_that_names_the_origins_address()
    {
        await using var server = new AskedServer(_ => "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");

        (await TryAsync("GET http://example.test/x", "--proxy", $"http://{server.EndPoint}")).Should().Be(0);

        server.Asked.Should().ContainSingle().Which.Should().MatchRegex(
            "^GET http://(127\\.0\\.0\\.1:[0-9]+)/x HTTP/1\\.1\r\nHost: \\1\r\n\r\n$");
        Shown("example.test stands for an origin of the kit's own at 127.0.0.1:", "answered with 502", "give --origin-address");
    }

    [Test]
    public async Task An_instance_is_logged_in_to_with_what_its_URI_has([Values("--proxy", "--auth-proxy")] string option)
    {
        await using var server = ProxyServer.Start(new ProxyOptions { Credentials = [new Credential("user", "a:b")] });

        (await TryAsync("CONNECT example.test:443", "--proxy", $"http://localhost:{server.EndPoint.Port}")).Should().Be(0);
        Shown("answered with 407", "put credentials into the URI");

        (await TryAsync("CONNECT example.test:443", option, $"http://user:a%3Ab@localhost:{server.EndPoint.Port}"))
            .Should().Be(0);
        Shown("delivers 26 bytes to the client", "answered with 200");
    }

    [Test]
    public async Task A_file_or_standard_input_is_sent_exactly_as_it_is()
    {
        var bytes = "GET http://example.test/ HTTP/1.1\nX: \u00ff\r\n\r\n"u8.ToArray();
        var file = Path.Combine(Folder, "request.bin");
        await File.WriteAllBytesAsync(file, Input = bytes);
        await using var server = new AskedServer(_ => Ok);

        (await TryAsync($"@{file}", "--proxy", $"http://{server.EndPoint}")).Should().Be(0);
        Shown("'example.test' is a name that this proxy cannot resolve, and a file is sent exactly as it is.");
        (await TryAsync("-", "--proxy", $"http://{server.EndPoint}")).Should().Be(0);

        server.Asked.Should().HaveCount(2).And.OnlyContain(asked => asked == Encoding.Latin1.GetString(bytes));
    }

    [Test]
    public async Task What_a_file_has_for_the_tunnel_is_sent_exactly_as_it_is()
    {
        var (file, json) = (Path.Combine(Folder, "then.bin"), Path.Combine(Folder, "r.json"));
        await File.WriteAllBytesAsync(file, [0, 1, 2]);

        (await TryAsync("CONNECT example.test:443", "--then", $"@{file}", "--json", json)).Should().Be(0);

        var report = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(json));
        report.GetProperty("status").GetInt32().Should().Be(200);
        report.GetProperty("isComplete").GetBoolean().Should().BeTrue();
        report.GetProperty("evidence").EnumerateArray()
            .Count(happened => happened.TryGetProperty("base64", out var sent) && sent.GetString() == "AAEC")
            .Should().Be(4, "they go there and back, and each is seen at both ends");
    }

    [TestCase(null, "expected a response within 0.2 s, but got nothing")]
    [TestCase("", "closed the connection without sending a byte")]
    [TestCase("nonsense\r\n\r\n", "expected a status line")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "the content is not complete: closed after 4 bytes of 9")]
    public async Task Without_a_complete_response_it_exits_with_3(string? reply, string why)
    {
        await using var server = new AskedServer(_ => reply);
        var wait = reply is null ? "200ms" : "10s";

        (await TryAsync("GET http://127.0.0.1:1/", "--proxy", $"http://{server.EndPoint}", "--wait", $"reply={wait}"))
            .Should().Be(3);

        Shown($"no complete response: ", why);
    }

    [Test]
    public async Task The_whole_exchange_has_a_limit_too()
    {
        await using var server = new AskedServer(_ => null);

        (await TryAsync("GET /", "--proxy", $"http://{server.EndPoint}", "--wait", "scenario=200ms")).Should().Be(3);

        Shown("no complete response: the exchange was not over after 0.2 s (wait 'scenario')");
    }

    [Test]
    public async Task A_tunnel_that_does_not_end_is_no_reason_to_fail()
    {
        await using var servers = new OriginFactory(new(IPAddress.Loopback, "127.0.0.1", null), new Transcript(), new Waits());
        var server = await servers.ServeAsync(async (connection, cancel) =>
        {
            await connection.ReadRequestHeadAsync(cancel: cancel);
            await connection.SendAsync("HTTP/1.1 200 OK\r\n\r\n", cancel);
            await Task.Delay(Timeout.Infinite, cancel);
        });

        (await TryAsync("CONNECT 127.0.0.1:1", "--proxy", $"http://{server.Authority}", "--wait", "reply=2s")).Should().Be(0);

        Shown("answered with 200", "after the response: ", "expected the end of the connection within 2 s");
    }

    [Test]
    public async Task A_device_without_an_end_is_no_request()
    {
        if (!File.Exists("/dev/zero"))
            Assert.Ignore("This system has no /dev/zero.");

        (await TryAsync("@/dev/zero")).Should().Be(2);

        Errors.ToString().Should().Be(
            $"ConformanceKit.SamplePack: @/dev/zero: there is more in it than 16 MiB.{Environment.NewLine}");
    }

    [TestCase("There is no proxy 'nosuch'.", "GET http://a.test/", "nosuch")]
    [TestCase("'a' is one too many", "GET http://a.test/", "embedded", "a")]
    [TestCase("'CONNECT' is only one word", "CONNECT", "a.test:1")]
    [TestCase("try needs a REQUEST in quotes")]
    [TestCase("try has no option '--bogus'", "GET http://a.test/", "--bogus")]
    [TestCase("@/nowhere/r: there is no directory /nowhere.", "@/nowhere/r")]
    [TestCase("-: there is nothing in it to send.", "-")]
    [TestCase("@/nowhere: there is no such file.", "CONNECT a.test:1", "--then", "@/nowhere")]
    [TestCase("--json /nowhere/out.json: ", "GET http://a.test/", "--json", "/nowhere/out.json")]
    [TestCase("'X' is not a field line: give NAME: VALUE", "GET http://a.test/", "--header", "X")]
    [TestCase("--then and --tls are about a tunnel", "GET http://a.test/", "--tls")]
    [TestCase("--listener x: embedded has no such listener", "GET http://a.test/", "--listener", "x")]
    [TestCase("--log-in: the listener 'plain' of embedded requires no credentials.", "GET http://a.test/", "--log-in")]
    [TestCase("--listener and --log-in are about a known proxy", "GET /", "--log-in", "--proxy", "http://u:p@127.0.0.1:1")]
    [TestCase("give one of --proxy, --auth-proxy and --tls-proxy", "GET /", "--proxy", "http://a:1", "--tls-proxy", "https://a")]
    [TestCase("'embedded' and --proxy are two proxies", "GET /", "embedded", "--proxy", "http://a:1")]
    [TestCase("try sends one request through one proxy.", "GET /", "embedded", "--proxy", "mutant:x")]
    [TestCase("--proxy a:1: ", "GET /", "--proxy", "a:1")]
    [TestCase("--tls-proxy http://a:1: ", "GET /", "--tls-proxy", "http://a:1")]
    [TestCase("--origin-address x: not an IP address", "GET /", "--proxy", "http://127.0.0.1:1", "--origin-address", "x")]
    [TestCase("--origin-address requires --proxy", "GET /", "--origin-address", "192.0.2.1")]
    [TestCase("--json -: ", "GET /", "--json", "-")]
    public async Task Wrong_usage_is_one_line(string expected, params string[] arguments)
    {
        (await TryAsync(arguments)).Should().Be(2, Errors.ToString());

        Errors.ToString().TrimEnd('\n').Should().NotContain("\n").And.Contain(expected);
    }

    [Test]
    public async Task An_instance_that_is_not_there_is_one_line_and_3()
    {
        (await TryAsync("GET /", "--proxy", "http://127.0.0.1:1")).Should().Be(3);

        Errors.ToString().TrimEnd('\n').Should().NotContain("\n").And.Contain("The proxy cannot be reached at 127.0.0.1:1");
    }

    private protected override SubjectSet Open(ProxyChoice choice, Action<string> progress) =>
        ConformanceCommandLine.Open(typeof(Endings).Assembly, _containers, choice, progress);

    private static async Task HangUpAsync(TcpListener listener)
    {
        using var client = await listener.AcceptSocketAsync();
    }

    private Task<int> TryAsync(params string[] arguments) => RunAsync(["try", .. arguments]);

    private void Shown(params string[] texts) => Space().Replace(Output.ToString(), " ").Should().ContainAll(texts);

    [GeneratedRegex("[ \n]+")]
    private static partial Regex Space();
}
