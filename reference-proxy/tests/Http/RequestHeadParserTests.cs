namespace ConformanceKit.ReferenceProxy.Tests.Http;

internal sealed class RequestHeadParserTests
{
    private const string Head = "\r\nGET http://o/ HTTP/1.1\r\nHost: o\r\nX:  a b \t\r\nX:\r\n\r\n";

    private static IEnumerable<int> SplitPoints() => Enumerable.Range(0, Head.Length + 1);

    [TestCaseSource(nameof(SplitPoints))]
    public void A_head_may_be_split_anywhere(int at)
    {
        var parser = new RequestHeadParser(100, 100);
        Bytes.FeedSplit(Head, at, bytes => parser.Take(bytes.Span));
        ShouldBeTheHead(parser);
    }

    [Test]
    public void A_head_may_come_byte_by_byte()
    {
        var parser = new RequestHeadParser(100, 100);
        Bytes.FeedOneByOne(Head, bytes => parser.Take(bytes.Span));
        ShouldBeTheHead(parser);
    }

    [Test]
    public void What_follows_the_head_is_left_alone()
    {
        var parser = new RequestHeadParser(100, 100);
        parser.Take(Bytes.Of(Head + "early")).Should().Be(Head.Length);
    }

    [TestCase("GET http://o/\r\n", RejectionReason.InvalidRequestLine, Description = "HTTP/0.9, before any empty line")]
    [TestCase("GET http://o/ HTTP/1.1\n", RejectionReason.BareLineFeed)]
    [TestCase("GET http://o/ HTTP/1.1\r\nHost: o\n", RejectionReason.BareLineFeed)]
    [TestCase("GET http://o/ HTTP/1.1\r\nX: a\rb", RejectionReason.BareCarriageReturn)]
    [TestCase("GET http://o/ HTTP/1.1\r\nX: a\0", RejectionReason.ControlCharacter)]
    [TestCase("GET http://o/ HTTP/1.1\r\n Host: o\r\n", RejectionReason.WhitespaceBeforeFirstField)]
    [TestCase("GET http://o/ HTTP/1.1\r\nX: 1\r\n\t2\r\n", RejectionReason.ObsoleteLineFolding)]
    [TestCase("GET http://o/ HTTP/1.1\r\nHost : o\r\n", RejectionReason.WhitespaceBeforeColon)]
    [TestCase("GET http://o/ HTTP/1.1\r\nnonsense\r\n", RejectionReason.InvalidFieldLine)]
    [TestCase("GET http://o/ HTTP/1.1\r\n: v\r\n", RejectionReason.InvalidFieldLine)]
    [TestCase("GET http://o/ HTTP/1.1\r\nX(: v\r\n", RejectionReason.InvalidFieldLine)]
    public void A_mistake_is_rejected_as_soon_as_it_is_seen(string text, object reason)
    {
        var parser = new RequestHeadParser(100, 100);
        Bytes.FeedOneByOne(text, bytes => parser.Rejected is null ? parser.Take(bytes.Span) : 0);
        parser.Rejected.Should().Be((RejectionReason)reason);
        parser.IsComplete.Should().BeFalse();
    }

    [Test]
    public void A_request_line_over_the_limit_is_rejected_before_its_end()
    {
        var parser = new RequestHeadParser(50, 100);
        parser.Take(Bytes.Of("GET http://o/" + new string('a', 37)));
        parser.Rejected.Should().BeNull();
        parser.Take(Bytes.Of("GET http://o/" + new string('a', 38)));
        parser.Rejected.Should().Be(RejectionReason.RequestLineTooLong);
    }

    [TestCase("X: 12345678901234567890")]
    [TestCase("X: 1\r\nX: 2\r\nX: 3\r\nX: 4\r\n")]
    public void Fields_over_the_limit_are_rejected(string fields)
    {
        var parser = new RequestHeadParser(100, 20);
        parser.Take(Bytes.Of("GET http://o/ HTTP/1.1\r\n" + fields));
        parser.Rejected.Should().Be(RejectionReason.FieldsTooLarge);
    }

    [Test]
    public void Empty_lines_without_end_are_rejected()
    {
        var parser = new RequestHeadParser(50, 50);
        parser.Take(Bytes.Of(string.Concat(Enumerable.Repeat("\r\n", 30))));
        parser.Rejected.Should().Be(RejectionReason.RequestLineTooLong);
    }

    private static void ShouldBeTheHead(RequestHeadParser parser)
    {
        parser.Rejected.Should().BeNull();
        parser.IsComplete.Should().BeTrue();
        parser.Line!.ToString().Should().Be("GET http://o/ HTTP/1.1");
        parser.Fields.Lines.Should().Equal(new FieldLine("Host", "o"), new FieldLine("X", "a b"), new FieldLine("X", ""));
    }
}
