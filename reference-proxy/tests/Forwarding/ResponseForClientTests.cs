using ConformanceKit.ReferenceProxy.Forwarding;

namespace ConformanceKit.ReferenceProxy.Tests.Forwarding;

internal sealed class ResponseForClientTests
{
    private static readonly BodyFraming s_none = new(BodyDelimiter.NoBody);

    [Test]
    public void The_head_is_this_proxys_own() =>
        Compose("HTTP/1.0 299 So", new BodyFraming(BodyDelimiter.Length, 5), true,
            "Date: d", "Set-Cookie: a", "Connection: x", "X: 1", "Content-Length: 5, 5", "Set-Cookie: b", "Keep-Alive: 5")
                .Should()
                .Be("HTTP/1.1 299 So\r\nDate: d\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nVia: 1.0 me\r\nContent-Length: "
                + "5\r\nConnection: close\r\n\r\n");

    [Test]
    public void The_space_stays_without_a_reason_phrase() =>
        Compose("HTTP/1.1 200", s_none, false, "Date: d").Should().StartWith("HTTP/1.1 200 \r\n");

    [Test]
    public void Date_is_added_to_final_responses_only()
    {
        Compose("HTTP/1.1 200 OK", s_none, false)
            .Should().MatchRegex(@"\r\nDate: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\n");
        Compose("HTTP/1.1 103 Early Hints", s_none, false).Should().NotContain("Date:");
    }

    [TestCase("HTTP/1.1 200 OK", true)]
    [TestCase("HTTP/1.1 304 Not Modified", true)]
    [TestCase("HTTP/1.1 204 No Content", false)]
    [TestCase("HTTP/1.1 103 Early Hints", false)]
    public void Without_a_body_the_length_speaks_of_another_one_or_goes(string line, bool kept)
    {
        var head = Compose(line, s_none, false, "Content-Length: 5");
        head.Contains("Content-Length: 5").Should().Be(kept);
    }

    [TestCase("Content-Length: 42", "Content-Length: 42")]
    [TestCase("Content-Length: 42, 42", "Content-Length: 42")]
    [TestCase("Content-Length: 42|Content-Length: 42", "Content-Length: 42")]
    [TestCase("Content-Length: 0042", "Content-Length: 42")]
    [TestCase("Transfer-Encoding: chunked|Content-Length: abc", null)]
    [TestCase("Transfer-Encoding: chunked|Content-Length: 42, 42", null)]
    [TestCase("Transfer-Encoding: chunked|Content-Length: 42", null)]
    [TestCase("Content-Length: 42\u00a0", null)]
    [TestCase("Content-Length: abc", null)]
    public void The_length_of_another_body_is_one_number_or_nothing(string fields, string? expected)
    {
        foreach (var line in new[] { "HTTP/1.1 200 OK", "HTTP/1.1 304 Not Modified" })
        {
            var lines = Compose(line, s_none, false, fields.Split('|')).Split("\r\n");
            lines.Where(l => l.StartsWith("Content-Length", StringComparison.Ordinal))
                .Should().Equal(expected is null ? [] : [expected]);
        }
    }

    [Test]
    public void A_nominated_Date_is_replaced() =>
        Compose("HTTP/1.1 200 OK", s_none, false, "Connection: Date, Set-Cookie", "Date: d", "Set-Cookie: a")
            .Should().NotContain("Date: d").And.NotContain("Set-Cookie").And.MatchRegex(@"\r\nDate: \w{3}, ");

    [Test]
    public void HTTP_1_0_clients_get_no_chunks()
    {
        var chunked = new BodyFraming(BodyDelimiter.Chunked);
        var close = new BodyFraming(BodyDelimiter.Close);
        ResponseForClient.FramingFor(HttpVersion.Http10, chunked).Should().Be(close);
        ResponseForClient.FramingFor(HttpVersion.Http10, close).Should().Be(close);
        ResponseForClient.FramingFor(HttpVersion.Http11, close).Should().Be(chunked);
        ResponseForClient.FramingFor(HttpVersion.Http10, new(BodyDelimiter.Length, 3))
            .Should().Be(new BodyFraming(BodyDelimiter.Length, 3));
    }

    private static string Compose(string line, BodyFraming framing, bool closes, params string[] fields) =>
        Bytes.Text(ResponseText.Compose(ResponseForClient.Compose(
            StatusLine.Parse(Bytes.Of(line)).Value, Bytes.Fields(fields), framing, closes, "me")).Span);
}
