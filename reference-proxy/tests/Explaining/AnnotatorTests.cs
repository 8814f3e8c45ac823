using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.ReferenceProxy.Recording;
using static ConformanceKit.ReferenceProxy.Tests.Explaining.Exchange;

namespace ConformanceKit.ReferenceProxy.Tests.Explaining;

/// <summary>What is said about a request, its response, and the end of their connection.</summary>
internal sealed class AnnotatorTests
{
    [TestCase(ConnectHead, "a tunnel to x.test:443", "RFC 9110 §9.3.6, RFC 9112 §3.2.3")]
    [TestCase("CONNECT x:1 HTTP/1.0\r\n\r\n", "as HTTP/1.0", "RFC 9110 §9.3.6, RFC 9112 §3.2.3, §2.3")]
    [TestCase("CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\nProxy-Authorization: Basic eA==\r\n\r\n",
        "with credentials for the proxy (Basic)", "RFC 9110 §9.3.6, §11.7.2, RFC 9112 §3.2.3")]
    [TestCase("CONNECT x HTTP/1.1\r\nHost: x\r\n\r\n", "The client sends an invalid request: The target of CONNECT has no port",
        "RFC 9112 §3.2.3")]
    [TestCase("GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", "The client sends GET with the whole URI", "RFC 9112 §3.2.2")]
    [TestCase("GET https://x/ HTTP/1.1\r\nHost: x\r\n\r\n", "The client sends GET with the whole URI", "RFC 9112 §3.2.2")]
    [TestCase("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "The client uses origin-form, which is for origin servers", "RFC 9112 §3.2.2")]
    [TestCase("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", "the communication options of the proxy itself",
        "RFC 9112 §3.2.4, RFC 9110 §9.3.7")]
    [TestCase("GET http://x/ HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
        "invalid request: A request must not have more than one Host", "RFC 9112 §3.2")]
    [TestCase("GET http://x/ HTTP/1.1\r\nHost : x\r\n\r\n", "invalid request: There is whitespace", "RFC 9112 §5.1")]
    [TestCase("GET http://x/ HTTP/2.0\r\nHost: x\r\n\r\n", "a major version other than HTTP/1", "RFC 9112 §2.3")]
    [TestCase("\0\u0001\r\n\r\n", "does not parse", "RFC 9110 §5.5")]
    [TestCase("GET http://x/ HT", "Part of a request head", "RFC 9112 §2.2")]
    [TestCase("POST http://x/ HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
        "3 bytes of content, framed by Content-Length", "RFC 9112 §3.2.2, §6.2")]
    [TestCase("POST http://x/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n",
        "expecting 100 (Continue) before its content", "RFC 9112 §3.2.2, RFC 9110 §10.1.1")]
    [TestCase("\x16\x03\x01\0\x06\x01hello", "TLS with the proxy itself: 11 bytes: TLS ClientHello", "RFC 8446 §5.1, §4.1.2")]
    public void What_a_client_sends(string bytes, string text, string clause) =>
        Should(new Exchange().ClientOpens().FromClient(bytes), text, clause);

    [TestCase("HTTP/1.1 200 OK\r\n\r\n", "the tunnel is open, and begins right after the empty line", "RFC 9110 §9.3.6")]
    [TestCase("HTTP/1.0 200 OK\r\n\r\n", "the tunnel is open, and begins right after the empty line, as HTTP/1.0",
        "RFC 9110 §9.3.6, RFC 9112 §2.3")]
    [TestCase(
        "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
        "the challenge says how to authenticate (Basic)",
        "RFC 9110 §15.5.8, §9.3.6, §11.7.1")]
    [TestCase("HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n",
        "the request is not valid; there is no tunnel", "RFC 9110 §15.5.1, §9.3.6")]
    [TestCase("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", "but refused by policy; there is no tunnel",
        "RFC 9110 §15.5.4, §9.3.6")]
    [TestCase("HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n", "could not be reached, or gave no valid response",
        "RFC 9110 §15.6.3, §9.3.6")]
    [TestCase("HTTP/1.1 504 No\r\nContent-Length: 0\r\n\r\n", "in time", "RFC 9110 §15.6.5, §9.3.6")]
    [TestCase("HTTP/1.1 499 No\r\nContent-Length: 0\r\n\r\n", "cannot be served", "RFC 9110 §15.5, §9.3.6")]
    [TestCase("HTTP/1.1 102 Wait\r\n\r\n", "an interim response", "RFC 9110 §15.2")]
    [TestCase("nonsense\r\n\r\n", "A response that does not parse", "RFC 9112 §4")]
    public void What_answers_CONNECT(string bytes, string text, string clause) =>
        Should(new Exchange().ClientOpens().FromClient(ConnectHead).ToClient(bytes), text, clause);

    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", "The proxy answers 200 itself: OK. 2 bytes of content",
        "RFC 9110 §15.3.1, RFC 9112 §6.2")]
    [TestCase("HTTP/1.1 100 Continue\r\n\r\n", "the client may send its content", "RFC 9110 §15.2.1")]
    [TestCase("HTTP/1.1 101 Switching\r\n\r\n", "another protocol follows this head", "RFC 9110 §15.2.2")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", "12 bytes of chunked body",
        "RFC 9110 §15.3.1, RFC 9112 §7.1")]
    [TestCase("HTTP/1.1 200 OK\r\n\r\nhi", "delimited by the close of the connection", "RFC 9110 §15.3.1, RFC 9112 §6.3")]
    public void What_answers_GET(string bytes, string text, string clause) =>
        Should(new Exchange().FromClient("GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n").ToClient(bytes), text, clause);

    [Test]
    public void A_request_is_forwarded_and_its_response_passed_on()
    {
        var exchange = new Exchange().FromClient("GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n").ProxyDials();
        Should(exchange, "The origin accepts the proxy's connection to the target of the request", "RFC 9110 §7.3.3");
        Should(exchange.ToOrigin("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), "GET with only the path (origin-form)",
            "RFC 9112 §3.2.1, RFC 9110 §7.6");
        Should(exchange.FromOrigin("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"), "The origin answers 404", "RFC 9110 §15.5.5");
        Should(exchange.ToClient("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"), "The proxy passes on the 404",
            "RFC 9110 §15.5.5");
        Should(exchange.FromClient("GET http://y/ HTTP/1.1\r\nHost: y\r\n\r\n"), "The client sends GET with the whole URI",
            "RFC 9112 §3.2.2");
        Should(exchange.ToClient("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"), "The proxy answers 404 itself",
            "RFC 9110 §15.5.5");
    }

    [Test]
    public void What_is_meant_for_the_proxy_alone_is_missed_in_what_it_forwards()
    {
        var exchange = new Exchange().FromClient(
            "GET http://x/ HTTP/1.1\r\nHost: x\r\nProxy-Connection: keep-alive\r\nConnection: X-Mine\r\nX-Mine: 1\r\n"
            + "Proxy-Authorization: Basic eA==\r\nAccept: */*\r\n\r\n").ProxyDials();

        Should(exchange.ToOrigin("GET / HTTP/1.1\r\nHost: x\r\nVia: 1.1 p\r\nAccept: */*\r\n\r\n"),
            "(origin-form), without Connection and Proxy-Connection and X-Mine, meant for the client's connection only, "
            + "without the credentials, meant for the proxy, with its own Via",
            "RFC 9112 §3.2.1, RFC 9110 §7.6, §7.6.1, §11.7.2, §7.6.3");
    }

    [TestCase("first, p; error=connection_timeout")]
    [TestCase("\"a, b; error=connection_refused\";error=connection_timeout")]
    [TestCase("p; details=\"\\\"; error=connection_refused\"; error=connection_timeout")]
    public void A_proxy_may_say_how_its_dial_ended(string status) =>
        Should(Timeout(status), "its Proxy-Status says how its dial ended: connection_timeout",
            "RFC 9110 §15.6.5, §9.3.6, RFC 9209 §2.3.9");

    [TestCase("p; details=\"; error=connection_timeout\"")]
    [TestCase("error=connection_timeout")]
    [TestCase("inner; error=connection_timeout, p")]
    [TestCase("p; error=connection_timeout; details=\"no end")]
    public void What_is_in_a_string_or_about_another_proxys_dial_does_not_say_that(string status)
    {
        Should(Timeout(status), "in time", "RFC 9110 §15.6.5, §9.3.6");
        Timeout(status).Last.Text.Should().NotContain("Proxy-Status");
    }

    [Test]
    public void A_request_on_a_kept_connection_waits_for_no_other()
    {
        const string response = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        var exchange = new Exchange().FromClient(
            "GET http://x/1 HTTP/1.1\r\nHost: x\r\n\r\nGET http://x/2 HTTP/1.1\r\nHost: x\r\n\r\n")
                .ProxyDials().ToOrigin("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n").FromOrigin(response).ToClient(response);
        Should(exchange.ToOrigin("GET /2 HTTP/1.1\r\nHost: x\r\n\r\n"), "GET with only the path (origin-form)",
            "RFC 9112 §3.2.1, RFC 9110 §7.6");
        exchange.FromClient(ConnectHead, "client 2").ProxyDials("origin 2");
        Should(exchange, "The origin accepts the proxy's connection to the target of CONNECT", "RFC 9110 §9.3.6");
        Should(exchange.FromOrigin(response).ToClient(response), "The proxy passes on the 200", "RFC 9110 §15.3.1");
    }

    [Test]
    public void A_refused_CONNECT_is_tried_again_on_the_same_connection()
    {
        var exchange = new Exchange().FromClient(ConnectHead)
            .ToClient("HTTP/1.1 407 No\r\nContent-Length: 2\r\n\r\nno").FromClient(ConnectHead);
        Should(exchange, "a tunnel to x.test:443", "RFC 9110 §9.3.6, RFC 9112 §3.2.3");
        Should(exchange.ProxyDials(), "The origin accepts the proxy's connection to the target of CONNECT", "RFC 9110 §9.3.6");
        Should(exchange.ToClient("HTTP/1.1 200 OK\r\n\r\n"), "the tunnel is open", "RFC 9110 §9.3.6");
    }

    [TestCase(ExchangeKind.Finished, Party.Client, "nothing more to send", "RFC 9293 §3.6")]
    [TestCase(ExchangeKind.Finished, Party.Proxy, "nothing more to send here", "RFC 9112 §9.6, RFC 9293 §3.6")]
    [TestCase(ExchangeKind.Reset, Party.Proxy, "aborts the connection", "RFC 9293 §3.5.3")]
    public void How_another_connection_ends(object kind, object from, string text, string clause) =>
        Should(new Exchange().ClientOpens().End((ExchangeKind)kind, (Party)from,
            (Party)from == Party.Client ? Party.Proxy : Party.Client), text, clause);

    [Test]
    public void A_connection_for_a_request_that_nobody_could_read_is_told_by_what_it_carries()
    {
        Should(new Exchange().ProxyDials().ToOrigin("GET /" + new string('x', 99)), "Part of a request head",
            "RFC 9112 §2.2");
        Should(new Exchange().ProxyDials().ToOrigin("\x16\x03\x01\0\x01\x01"), "TLS ClientHello",
            "RFC 9110 §9.3.6, RFC 8446 §4.1.2");
    }

    [Test]
    public void Nothing_makes_it_throw()
    {
        var random = new Random(1);
        string[] pieces =
        [
            "CONNECT ", "x:1", " HTTP/1.1", "\r\n", "\r\n\r\n", "GET http://x/", "Content-Length: 5",
            "Transfer-Encoding: chunked", "\0", "\n",
            "HTTP/1.1 200 OK", "HTTP/1.1 407 ", "5\r\n", "\x16\x03\x01", "\xff", ":", " ", "Proxy-Authenticate: ", "101",
        ];
        for (var round = 0; round < 2000; round++)
        {
            var exchange = new Exchange();
            for (var i = 0; i < 8; i++)
            {
                var bytes = string.Concat(
                    Enumerable.Range(0, random.Next(1, 8)).Select(_ => pieces[random.Next(pieces.Length)]));
                _ = random.Next(5) switch
                {
                    0 => exchange.FromClient(bytes),
                    1 => exchange.ToClient(bytes),
                    2 => exchange.ToOrigin(bytes),
                    3 => exchange.Lossy(Party.Client, Party.Proxy, bytes, bytes.Length + 1000),
                    _ => exchange.FromOrigin(bytes),
                };
            }

            exchange.Annotated.Should().OnlyContain(happened =>
                happened.Text.Length > 0 && happened.Clause.StartsWith("RFC ") && happened.Label.Length > 0);
        }
    }

    [Test]
    public void A_clause_is_named_as_the_rejections_name_it()
    {
        foreach (var reason in Enum.GetValues<RejectionReason>())
            Remark.Clauses([Rejection.For(reason).Clause]).Should().Be(Rejection.For(reason).Clause);
    }

    private static Exchange Timeout(string status) => new Exchange().ClientOpens().FromClient(ConnectHead)
        .ToClient($"HTTP/1.1 504 No\r\nProxy-Status: {status}\r\nContent-Length: 0\r\n\r\n");
}
