namespace ConformanceKit.ReferenceProxy.Tests.Http;

internal sealed class ChunkedDecoderTests
{
    private const string Body = "5\r\nhello\r\n001;a=\"b\";c\r\n \r\nA \t;x\r\n0123456789\r\n0;e\r\nX-Trailer: t\r\n\r\n";

    private static IEnumerable<int> SplitPoints() => Enumerable.Range(0, Body.Length + 1);

    [TestCaseSource(nameof(SplitPoints))]
    public void A_body_may_be_split_anywhere(int at)
    {
        var reader = new Collector();
        Octets.FeedSplit(Body, at, reader.Take);
        reader.ShouldBe("hello 0123456789");
    }

    [Test]
    public void A_body_may_come_octet_by_octet()
    {
        var reader = new Collector();
        Octets.FeedOneByOne(Body, reader.Take);
        reader.ShouldBe("hello 0123456789");
    }

    [Test]
    public void What_follows_the_body_is_left_alone() =>
        new Collector().Take(Octets.Of(Body + "GET")).Should().Be(Body.Length);

    [TestCase("10000000000000005\r\n", RejectionReason.ChunkSizeTooLarge)]
    [TestCase("8000000000000000\r\n", RejectionReason.ChunkSizeTooLarge)]
    [TestCase("ffffffffffffffff\r\n", RejectionReason.ChunkSizeTooLarge)]
    [TestCase("\r\n", RejectionReason.InvalidChunkSize)]
    [TestCase("x\r\n", RejectionReason.InvalidChunkSize)]
    [TestCase("-1\r\n", RejectionReason.InvalidChunkSize)]
    [TestCase("+1\r\n", RejectionReason.InvalidChunkSize)]
    [TestCase("0x1\r\n", RejectionReason.InvalidChunkSize)]
    [TestCase(" 1\r\n", RejectionReason.InvalidChunkSize)]
    [TestCase("1 \r\n", RejectionReason.InvalidChunkSize)]
    [TestCase("1 2\r\n", RejectionReason.InvalidChunkSize)]
    [TestCase("1\n", RejectionReason.BareLineFeed)]
    [TestCase("1;a\nb\r\n", RejectionReason.BareLineFeed)]
    [TestCase("1\r\nab", RejectionReason.ChunkWithoutLineEnd)]
    [TestCase("1\r\na\rb", RejectionReason.ChunkWithoutLineEnd)]
    [TestCase("1\r\na\n", RejectionReason.ChunkWithoutLineEnd)]
    [TestCase("0\r\nbad trailer\r\n", RejectionReason.InvalidFieldLine)]
    public void Everything_else_is_rejected(string text, object reason)
    {
        var reader = new Collector();
        Octets.FeedOneByOne(text, reader.Take);
        reader.Decoder.Rejected.Should().Be((RejectionReason)reason);
        reader.Decoder.IsComplete.Should().BeFalse();
    }

    [Test]
    public void An_extension_without_end_is_rejected()
    {
        var reader = new Collector();
        reader.Take(Octets.Of("1;" + new string('a', 5000)));
        reader.Decoder.Rejected.Should().Be(RejectionReason.InvalidChunkSize);
    }

    private sealed class Collector
    {
        private readonly StringBuilder _content = new();

        public ChunkedDecoder Decoder { get; } = new(100);

        public int Take(ReadOnlyMemory<byte> octets)
        {
            var used = 0;
            while (Decoder.Take(octets.Span[used..], out var range) is > 0 and var taken)
            {
                _content.Append(Octets.Text(octets.Span[used..][range]));
                used += taken;
            }

            return used;
        }

        public void ShouldBe(string content)
        {
            Decoder.Rejected.Should().BeNull();
            Decoder.IsComplete.Should().BeTrue();
            _content.ToString().Should().Be(content);
        }
    }
}
