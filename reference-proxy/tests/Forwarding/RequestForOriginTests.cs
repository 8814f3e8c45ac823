using ConformanceKit.ReferenceProxy.Forwarding;

namespace ConformanceKit.ReferenceProxy.Tests.Forwarding;

internal sealed class RequestForOriginTests
{
    [Test]
    public void The_head_is_this_proxys_own() =>
        Compose("GET http://o:8/p HTTP/1.1", "X: 1", "Host: evil", "Connection: x-hop", "X-Hop: 1", "X: 2", "Via: 1.0 a")
            .Should().Be("GET /p HTTP/1.1\r\nHost: o:8\r\nX: 1\r\nX: 2\r\nVia: 1.0 a\r\nVia: 1.1 me\r\n\r\n");

    [TestCase("GET http://o", "GET / HTTP/1.1\r\nHost: o\r\n")]
    [TestCase("GET http://o?q", "GET /?q HTTP/1.1\r\nHost: o\r\n")]
    [TestCase("GET http://o/a%2Fb/../c;d?x=%20&&y", "GET /a%2Fb/../c;d?x=%20&&y HTTP/1.1\r\nHost: o\r\n")]
    [TestCase("OPTIONS http://o:81", "OPTIONS * HTTP/1.1\r\nHost: o:81\r\n")]
    [TestCase("OPTIONS http://o/", "OPTIONS / HTTP/1.1\r\nHost: o\r\n")]
    [TestCase("OPTIONS http://o?q", "OPTIONS /?q HTTP/1.1\r\nHost: o\r\n")]
    [TestCase("FOO http://[::1]:8/", "FOO / HTTP/1.1\r\nHost: [::1]:8\r\n")]
    public void The_target_becomes_origin_form_and_Host(string line, string start) =>
        Compose($"{line} HTTP/1.1", "Host: x").Should().StartWith(start);

    [Test]
    public void Framing_is_regenerated()
    {
        Compose("POST http://o/ HTTP/1.1", "Host: o", "Content-Length: 5, 5").Should().Contain("\r\nContent-Length: 5\r\n");
        Compose("POST http://o/ HTTP/1.1", "Host: o", "Transfer-Encoding: chunked,")
            .Should().Contain("\r\nTransfer-Encoding: chunked\r\n");
        Compose("GET http://o/ HTTP/1.1", "Host: o").Should().NotContain("Content-Length").And.NotContain("Transfer-Encoding");
    }

    [Test]
    public void Max_Forwards_is_decremented_and_never_added()
    {
        Compose("TRACE http://o/ HTTP/1.1", "Host: o", "Max-Forwards: 5").Should().Contain("\r\nMax-Forwards: 4\r\n");
        Compose("TRACE http://o/ HTTP/1.1", "Host: o").Should().NotContain("Max-Forwards");
        Compose("GET http://o/ HTTP/1.1", "Host: o", "Max-Forwards: 5").Should().Contain("\r\nMax-Forwards: 5\r\n");
    }

    [Test]
    public void The_expectation_of_an_HTTP_1_0_client_is_ignored()
    {
        Compose("POST http://o/ HTTP/1.0", "Expect: 100-continue", "Content-Length: 1").Should().NotContain("Expect").And
            .Contain("Via: 1.0 me");
        Compose("POST http://o/ HTTP/1.1", "Host: o", "Expect: 100-continue").Should().Contain("\r\nExpect: 100-continue\r\n");
    }

    [Test]
    public void The_last_request_says_that_it_is_the_last() =>
        Compose("GET http://o/ HTTP/1.1", closes: true, "Host: o")
            .Should().EndWith("\r\nVia: 1.1 me\r\nConnection: close\r\n\r\n");

    private static string Compose(string line, params string[] fields) => Compose(line, closes: false, fields);

    private static string Compose(string line, bool closes, params string[] fields)
    {
        var request = Request.Check(RequestLine.Parse(Bytes.Of(line)).Value, Bytes.Fields(fields)).Value;
        var left = MaxForwards.Parse(request.Method, request.Fields).Value;
        return Bytes.Text(
            RequestForOrigin.Compose(request, (RequestTarget.AbsoluteForm)request.Target, left, closes, "me").Span);
    }
}
