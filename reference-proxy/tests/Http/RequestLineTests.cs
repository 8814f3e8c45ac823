namespace ConformanceKit.ReferenceProxy.Tests.Http;

internal sealed class RequestLineTests
{
    [TestCase("GET http://o/ HTTP/1.1", "GET", "http://o/", "1.1")]
    [TestCase("CONNECT o:1 HTTP/1.0", "CONNECT", "o:1", "1.0")]
    [TestCase("F-O_O! * HTTP/1.7", "F-O_O!", "*", "1.7")]
    public void Method_target_and_version_are_read(string line, string method, string target, string version)
    {
        var parsed = RequestLine.Parse(Bytes.Of(line)).Value;
        (parsed.Method, parsed.Target, parsed.Version.ToString()).Should().Be((method, target, version));
    }

    [TestCase("GET http://o/", RejectionReason.InvalidRequestLine, Description = "HTTP/0.9")]
    [TestCase("GET", RejectionReason.InvalidRequestLine)]
    [TestCase(" GET / HTTP/1.1", RejectionReason.InvalidRequestLine)]
    [TestCase("GET  / HTTP/1.1", RejectionReason.InvalidTarget)]
    [TestCase("GET / x HTTP/1.1", RejectionReason.InvalidTarget)]
    [TestCase("GET\t/ HTTP/1.1", RejectionReason.InvalidRequestLine)]
    [TestCase("GET / HTTP/1.1 ", RejectionReason.InvalidRequestLine)]
    [TestCase("G(T / HTTP/1.1", RejectionReason.InvalidRequestLine)]
    [TestCase("GET / http/1.1", RejectionReason.InvalidRequestLine)]
    [TestCase("GET / HTTP/1.10", RejectionReason.InvalidRequestLine)]
    [TestCase("GET / HTTP/1", RejectionReason.InvalidRequestLine)]
    [TestCase("GET /\u00e4 HTTP/1.1", RejectionReason.InvalidTarget)]
    [TestCase("GET http://o/a|b HTTP/1.1", RejectionReason.InvalidTarget)]
    [TestCase("GET http://o/a\\b HTTP/1.1", RejectionReason.InvalidTarget)]
    [TestCase("GET http://o/?\"a\" HTTP/1.1", RejectionReason.InvalidTarget)]
    [TestCase("GET http://o/<a> HTTP/1.1", RejectionReason.InvalidTarget)]
    [TestCase("GET http://o/?{a} HTTP/1.1", RejectionReason.InvalidTarget)]
    [TestCase("GET http://o/?a^b` HTTP/1.1", RejectionReason.InvalidTarget)]
    [TestCase("GET\u00a0/ HTTP/1.1", RejectionReason.InvalidRequestLine)]
    [TestCase("GET /\u0085 HTTP/1.1", RejectionReason.InvalidTarget)]
    [TestCase("PRI * HTTP/2.0", RejectionReason.UnsupportedVersion)]
    public void Everything_else_is_rejected(string line, object reason) =>
        RequestLine.Parse(Bytes.Of(line)).Rejected.Should().Be((RejectionReason)reason);
}
