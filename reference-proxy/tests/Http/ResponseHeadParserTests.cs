namespace ConformanceKit.ReferenceProxy.Tests.Http;

internal sealed class ResponseHeadParserTests
{
    private const string Head = "HTTP/1.0 299 Quite so\r\nX : a\r\n b\r\nY: c\r\n\r\n";

    private static IEnumerable<int> SplitPoints() => Enumerable.Range(0, Head.Length + 1);

    [TestCaseSource(nameof(SplitPoints))]
    public void A_head_may_be_split_anywhere_and_is_repaired(int at)
    {
        var parser = new ResponseHeadParser(100);
        Bytes.FeedSplit(Head, at, bytes => parser.Take(bytes.Span));
        parser.IsComplete.Should().BeTrue();
        parser.Line.Should().Be(new StatusLine(HttpVersion.Http10, 299, "Quite so"));
        parser.Fields.Lines.Should().Equal(new FieldLine("X", "a b"), new FieldLine("Y", "c"));
    }

    [TestCase("HTTP/1.1 200\r\n", 200, "")]
    [TestCase("HTTP/1.1 200 \r\n", 200, "")]
    [TestCase("HTTP/1.1 599 \u00e9\r\n", 599, "\u00e9")]
    public void The_reason_phrase_is_optional(string line, int status, string reason)
    {
        var parser = new ResponseHeadParser(100);
        parser.Take(Bytes.Of(line));
        parser.Line.Should().Be(new StatusLine(HttpVersion.Http11, status, reason));
    }

    [TestCase("hello\r\n")]
    [TestCase("HTTP/2.0 200 OK\r\n")]
    [TestCase("HTTP/1.1  200 OK\r\n")]
    [TestCase("HTTP/1.1 20 OK\r\n")]
    [TestCase("HTTP/1.1 2000 OK\r\n")]
    [TestCase("HTTP/1.1 099 OK\r\n")]
    [TestCase("HTTP/1.1 600 OK\r\n")]
    [TestCase("HTTP/1.1 999 OK\r\n")]
    [TestCase("HTTP/1.1 0 x\r\n")]
    [TestCase("HTTP/1.1 404: Not Found\r\n")]
    [TestCase("HTTP/1.1 200\u00a0OK\r\n")]
    [TestCase("HTTP/1.1 200 OK\n")]
    [TestCase("HTTP/1.1 200 OK\r\n folded\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nX: a\0b\r\n")]
    public void Everything_else_is_not_a_response(string text)
    {
        var parser = new ResponseHeadParser(100);
        parser.Take(Bytes.Of(text));
        parser.Rejected.Should().Be(RejectionReason.InvalidResponse);
    }

    [Test]
    public void Thousands_of_folds_are_put_together_once()
    {
        long Allocated(int folds)
        {
            var head = Bytes.Of($"HTTP/1.1 200 OK\r\nX: a\r\n{string.Concat(Enumerable.Repeat(" b\r\n", folds))}\r\n");
            var parser = new ResponseHeadParser(int.MaxValue);
            var before = GC.GetAllocatedBytesForCurrentThread();
            parser.Take(head);
            parser.Fields.Lines[0].Value.Length.Should().Be(1 + (2 * folds));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated(1);
        Allocated(10_000).Should().BeLessThan(20 * Allocated(1_000));
    }

    [TestCase("HTTP/1.1 200 OK\r\nX: 12345678901234567890")]
    [TestCase("HTTP/1.1 200 12345678901234567890")]
    public void A_head_over_the_limit_is_rejected(string text)
    {
        var parser = new ResponseHeadParser(20);
        parser.Take(Bytes.Of(text));
        parser.Rejected.Should().Be(RejectionReason.ResponseHeadTooLarge);
    }
}
