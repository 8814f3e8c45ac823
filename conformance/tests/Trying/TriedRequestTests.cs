using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Trying;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Trying;

/// <summary>How a request that is written in short becomes one that a correct client would send.</summary>
internal sealed class TriedRequestTests
{
    [TestCase("CONNECT example.test:443", "CONNECT example.test:443 HTTP/1.1\r\nHost: example.test:443\r\n\r\n")]
    [TestCase("CONNECT [::1]:443", "CONNECT [::1]:443 HTTP/1.1\r\nHost: [::1]:443\r\n\r\n")]
    [TestCase("GET http://example.test/a?b", "GET http://example.test/a?b HTTP/1.1\r\nHost: example.test\r\n\r\n")]
    [TestCase("GET http://u@example.test:81?b", "GET http://u@example.test:81?b HTTP/1.1\r\nHost: example.test:81\r\n\r\n")]
    [TestCase("GET http://example.test/ HTTP/1.0", "GET http://example.test/ HTTP/1.0\r\nHost: example.test\r\n\r\n")]
    [TestCase("GET /path", "GET /path HTTP/1.1\r\nHost: proxy:3128\r\n\r\n")]
    [TestCase("OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: proxy:3128\r\n\r\n")]
    [TestCase("CONNECT  example.test ", "CONNECT example.test HTTP/1.1\r\nHost: example.test\r\n\r\n")]
    public void It_gets_its_version_its_Host_and_its_line_ends(string text, string bytes) =>
        Sent(TriedRequest.Parse(text, [])).Should().Be(bytes);

    [Test]
    public void Field_lines_follow_and_a_Host_among_them_is_the_only_one()
    {
        Sent(TriedRequest.Parse("GET http://a.test/", ["X: 1"])).Should()
            .Be("GET http://a.test/ HTTP/1.1\r\nHost: a.test\r\nX: 1\r\n\r\n");
        Sent(TriedRequest.Parse("GET http://a.test/", ["host: b"])).Should().Be("GET http://a.test/ HTTP/1.1\r\nhost: b\r\n\r\n");
    }

    [TestCase("CONNECT example.test:443", "example.test")]
    [TestCase("CONNECT example.test", "example.test")]
    [TestCase("CONNECT [::1]:443", "::1")]
    [TestCase("CONNECT [::1]", "::1")]
    [TestCase("GET http://u:p@example.test:80/", "example.test")]
    [TestCase("GET https://example.test", "example.test")]
    [TestCase("GET /http", null)]
    public void Its_host_is_the_one_that_the_target_names(string text, string? host) =>
        TriedRequest.Parse(text, []).Host.Should().Be(host);

    [TestCase("CONNECT example.test:443", "CONNECT 192.0.2.7:1 HTTP/1.1")]
    [TestCase("GET http://example.test/a?b", "GET http://192.0.2.7:1/a?b HTTP/1.1")]
    [TestCase("GET http://u@example.test", "GET http://u@192.0.2.7:1 HTTP/1.1")]
    [TestCase("OPTIONS *", "OPTIONS * HTTP/1.1")]
    public void Another_host_takes_the_place_of_the_one_in_the_target(string text, string line) =>
        TriedRequest.Parse(text, []).For("192.0.2.7:1").Line.Should().Be(line);

    [TestCase("CONNECT")]
    [TestCase("")]
    [TestCase("GET http://a.test/ HTTP/1.1 more")]
    [TestCase("GET http://a.test/ with")]
    [TestCase("GET http://a.test/\r\nHost: a")]
    [TestCase("GET http://ä.test/")]
    public void Anything_else_is_wrong_usage_and_leads_to_a_file(string text) =>
        FluentActions.Invoking(() => TriedRequest.Parse(text, [])).Should().Throw<UsageException>().WithMessage("*@FILE*");

    [Test]
    public void A_field_line_cannot_smuggle_another_one_in() =>
        FluentActions.Invoking(() => TriedRequest.Parse("GET http://a.test/", ["X: 1\r\nY: 2"])).Should().Throw<UsageException>();

    [TestCase("CONNECT a.test:1 HTTP/1.1\r\n\r\nearly", "CONNECT", "a.test")]
    [TestCase("GET http://a.test/ HTTP/1.1\n\n", "GET", "a.test")]
    [TestCase("\0\u00ff", "\0\u00ff", null)]
    public void The_bytes_of_a_file_are_sent_as_they_are(string latin1, string method, string? host)
    {
        var request = TriedRequest.Of(Encoding.Latin1.GetBytes(latin1));

        (request.Method, request.Host).Should().Be((method, host));
        Sent(request).Should().Be(latin1);
    }

    private static string Sent(TriedRequest request) => Encoding.Latin1.GetString(request.Bytes("proxy:3128"));
}
