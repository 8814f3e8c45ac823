namespace ConformanceKit.ReferenceProxy.Tests.Http;

internal sealed class RequestTests
{
    private static Parsed<Request> Check(string line, params string[] fields) =>
        Request.Check(RequestLine.Parse(Bytes.Of(line)).Value, Bytes.Fields(fields));

    [TestCase("GET http://o/ HTTP/1.1")]
    [TestCase("CONNECT o:1 HTTP/1.1")]
    public void Host_is_required_once_and_valid_whatever_the_method(string line)
    {
        Check(line).Rejected.Should().Be(RejectionReason.MissingHost);
        Check(line, "Host: o", "hOST: o").Rejected.Should().Be(RejectionReason.DuplicateHost);
        Check(line, "Host: o p").Rejected.Should().Be(RejectionReason.InvalidHostField);
        Check(line, "Host: o:x").Rejected.Should().Be(RejectionReason.InvalidHostField);
        Check(line, "Host:").Rejected.Should().BeNull();
        Check(line, "Host: other:1").Rejected.Should().BeNull();
    }

    [TestCase("[v1.x]", true)]
    [TestCase("[vA1.x:y]:8", true)]
    [TestCase("a%41b", true)]
    [TestCase("%C3%A9.test", true)]
    [TestCase("a.test.", true)]
    [TestCase("my_host", true)]
    [TestCase("[v.x]", false)]
    [TestCase("[v1.]", false)]
    [TestCase("[vg.x]", false)]
    [TestCase("[[::1]]:1", false)]
    [TestCase("u@a", false)]
    [TestCase("a%4", false)]
    [TestCase("a%zz", false)]
    [TestCase("a, b", false)]
    [TestCase("a/b", false)]
    [TestCase("http://a", false)]
    [TestCase("\u00e9", false)]
    public void The_grammar_says_which_Host_is_valid_not_whether_anything_is_there(string host, bool valid) =>
        Check("CONNECT o:1 HTTP/1.1", $"Host: {host}").Rejected.Should().Be(valid ? null : RejectionReason.InvalidHostField);

    [Test]
    public void HTTP_1_0_needs_no_Host()
    {
        Check("CONNECT o:1 HTTP/1.0").Rejected.Should().BeNull();
        Check("GET http://o/ HTTP/1.0", "Host: a", "Host: b").Rejected.Should().Be(RejectionReason.DuplicateHost);
    }

    [Test]
    public void CONNECT_has_no_content()
    {
        Check("CONNECT o:1 HTTP/1.1", "Host: o", "Content-Length: 5").Rejected.Should().Be(RejectionReason.ContentInConnect);
        Check("CONNECT o:1 HTTP/1.1", "Host: o", "Transfer-Encoding: chunked").Rejected
            .Should().Be(RejectionReason.ContentInConnect);
        Check("CONNECT o:1 HTTP/1.1", "Host: o", "Content-Length: 0").Rejected.Should().BeNull();
    }

    [TestCase("HTTP/1.1", "X: y", true)]
    [TestCase("HTTP/1.1", "Connection: CLOSE", false)]
    [TestCase("HTTP/1.1", "Connection: x, close", false)]
    [TestCase("HTTP/1.0", "Connection: keep-alive", false)]
    public void Only_HTTP_1_1_persists(string version, string field, bool persists) =>
        Check($"GET http://o/ {version}", "Host: o", field).Value.IsPersistent.Should().Be(persists);
}
