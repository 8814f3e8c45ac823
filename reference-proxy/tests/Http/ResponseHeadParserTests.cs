namespace ConformanceKit.ReferenceProxy.Tests.Http;

internal sealed class ResponseHeadParserTests
{
    private const string Head = "HTTP/1.0 299 Quite so\r\nX : a\r\n b\r\nY: c\r\n\r\n";

    private static IEnumerable<int> SplitPoints() => Enumerable.Range(0, Head.Length + 1);

    [TestCaseSource(nameof(SplitPoints))]
    public void A_head_may_be_split_anywhere_and_is_repaired(int at)
    {
        var parser = new ResponseHeadParser(100);
        Octets.FeedSplit(Head, at, octets => parser.Take(octets.Span));
        parser.IsComplete.Should().BeTrue();
        parser.Line.Should().Be(new StatusLine(HttpVersion.Http10, 299, "Quite so"));
        parser.Fields.Lines.Should().Equal(new FieldLine("X", "a b"), new FieldLine("Y", "c"));
    }

    [TestCase("HTTP/1.1 200\r\n", 200, "")]
    [TestCase("HTTP/1.1 200 \r\n", 200, "")]
    [TestCase("HTTP/1.1 999 \u00e9\r\n", 999, "\u00e9")]
    public void The_reason_phrase_is_optional(string line, int status, string reason)
    {
        var parser = new ResponseHeadParser(100);
        parser.Take(Octets.Of(line));
        parser.Line.Should().Be(new StatusLine(HttpVersion.Http11, status, reason));
    }

    [TestCase("hello\r\n")]
    [TestCase("HTTP/2.0 200 OK\r\n")]
    [TestCase("HTTP/1.1  200 OK\r\n")]
    [TestCase("HTTP/1.1 20 OK\r\n")]
    [TestCase("HTTP/1.1 2000 OK\r\n")]
    [TestCase("HTTP/1.1 099 OK\r\n")]
    [TestCase("HTTP/1.1 200 OK\n")]
    [TestCase("HTTP/1.1 200 OK\r\n folded\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nX: a\0b\r\n")]
    public void Everything_else_is_not_a_response(string text)
    {
        var parser = new ResponseHeadParser(100);
        parser.Take(Octets.Of(text));
        parser.Rejected.Should().Be(RejectionReason.InvalidResponse);
    }

    [TestCase("HTTP/1.1 200 OK\r\nX: 12345678901234567890")]
    [TestCase("HTTP/1.1 200 12345678901234567890")]
    public void A_head_over_the_limit_is_rejected(string text)
    {
        var parser = new ResponseHeadParser(20);
        parser.Take(Octets.Of(text));
        parser.Rejected.Should().Be(RejectionReason.ResponseHeadTooLarge);
    }
}
