using ConformanceKit.ReferenceProxy.Forwarding;

namespace ConformanceKit.ReferenceProxy.Tests.Forwarding;

internal sealed class ResponseForClientTests
{
    private static readonly BodyFraming s_none = new(BodyDelimiter.NoBody);

    [Test]
    public void The_head_is_this_proxys_own() =>
        Compose("HTTP/1.0 299 So", new BodyFraming(BodyDelimiter.Length, 5), true,
            "Date: d", "Set-Cookie: a", "Connection: x", "X: 1", "Content-Length: 5, 5", "Set-Cookie: b", "Keep-Alive: 5")
            .Should().Be("HTTP/1.1 299 So\r\nDate: d\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nVia: 1.0 me\r\nContent-Length: 5\r\nConnection: close\r\n\r\n");

    [Test]
    public void The_space_stays_without_a_reason_phrase() =>
        Compose("HTTP/1.1 200", s_none, false, "Date: d").Should().StartWith("HTTP/1.1 200 \r\n");

    [Test]
    public void Date_is_added_to_final_responses_only()
    {
        Compose("HTTP/1.1 200 OK", s_none, false).Should().MatchRegex(@"\r\nDate: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\n");
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

    [Test]
    public void HTTP_1_0_clients_get_no_chunks()
    {
        var chunked = new BodyFraming(BodyDelimiter.Chunked);
        var close = new BodyFraming(BodyDelimiter.Close);
        ResponseForClient.FramingFor(HttpVersion.Http10, chunked).Should().Be(close);
        ResponseForClient.FramingFor(HttpVersion.Http10, close).Should().Be(close);
        ResponseForClient.FramingFor(HttpVersion.Http11, close).Should().Be(chunked);
        ResponseForClient.FramingFor(HttpVersion.Http10, new(BodyDelimiter.Length, 3)).Should().Be(new BodyFraming(BodyDelimiter.Length, 3));
    }

    private static string Compose(string line, BodyFraming framing, bool closes, params string[] fields) =>
        Octets.Text(ResponseForClient.Compose(StatusLine.Parse(Octets.Of(line)).Value, Octets.Fields(fields), framing, closes, "me").Span);
}
