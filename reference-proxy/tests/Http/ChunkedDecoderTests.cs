namespace ConformanceKit.ReferenceProxy.Tests.Http;

internal sealed class ChunkedDecoderTests
{
    private const string Body = "5\r\nhello\r\n001;a=\"b\";c\r\n \r\nA \t;x\r\n0123456789\r\n0;e\r\nX-Trailer: t\r\n\r\n";

    private static IEnumerable<int> SplitPoints() => Enumerable.Range(0, Body.Length + 1);

    [TestCaseSource(nameof(SplitPoints))]
    public void A_body_may_be_split_anywhere(int at)
    {
        var reader = new Collector();
        Bytes.FeedSplit(Body, at, reader.Take);
        reader.ShouldBe("hello 0123456789");
    }

    [Test]
    public void A_body_may_come_byte_by_byte()
    {
        var reader = new Collector();
        Bytes.FeedOneByOne(Body, reader.Take);
        reader.ShouldBe("hello 0123456789");
    }

    [Test]
    public void What_follows_the_body_is_left_alone() =>
        new Collector().Take(Bytes.Of(Body + "GET")).Should().Be(Body.Length);

    [TestCase("10000000000000005\r\n", RejectionReason.ChunkSizeTooLarge)]
    [TestCase("8000000000000000\r\n", RejectionReason.ChunkSizeTooLarge)]
    [TestCase("ffffffffffffffff\r\n", RejectionReason.ChunkSizeTooLarge)]
    [TestCase("\r\n", RejectionReason.InvalidChunkSize)]
    [TestCase("x\r\n", RejectionReason.InvalidChunkSize)]
    [TestCase("-1\r\n", RejectionReason.InvalidChunkSize)]
    [TestCase("+1\r\n", RejectionReason.InvalidChunkSize)]
    [TestCase("0x1\r\n", RejectionReason.InvalidChunkSize)]
    [TestCase(" 1\r\n", RejectionReason.InvalidChunkSize)]
    [TestCase("1 \r\n", RejectionReason.InvalidChunkExtension)]
    [TestCase("5junk\r\n", RejectionReason.InvalidChunkSize)]
    [TestCase("\t5\r\n", RejectionReason.InvalidChunkSize)]
    [TestCase("5\u00a0\r\n", RejectionReason.InvalidChunkSize)]
    [TestCase("5;\r\n", RejectionReason.InvalidChunkExtension)]
    [TestCase("5;a=\r\n", RejectionReason.InvalidChunkExtension)]
    [TestCase("5;a b\r\n", RejectionReason.InvalidChunkExtension)]
    [TestCase("5;a;\r\n", RejectionReason.InvalidChunkExtension)]
    [TestCase("5;a=\"\r\n\"\r\n", RejectionReason.InvalidChunkExtension)]
    [TestCase("5;a=\"b\\\"\r\n", RejectionReason.InvalidChunkExtension)]
    [TestCase("5;a=\"b\\\r\n", RejectionReason.InvalidChunkExtension)]
    [TestCase("5;a=\u00a0b\r\n", RejectionReason.InvalidChunkExtension)]
    [TestCase("1 2\r\n", RejectionReason.InvalidChunkExtension)]
    [TestCase("1\n", RejectionReason.BareLineFeed)]
    [TestCase("1;a\nb\r\n", RejectionReason.BareLineFeed)]
    [TestCase("1\r\nab", RejectionReason.ChunkWithoutLineEnd)]
    [TestCase("1\r\na\rb", RejectionReason.ChunkWithoutLineEnd)]
    [TestCase("1\r\na\n", RejectionReason.ChunkWithoutLineEnd)]
    [TestCase("0\r\nbad trailer\r\n", RejectionReason.InvalidFieldLine)]
    public void Everything_else_is_rejected(string text, object reason)
    {
        var reader = new Collector();
        Bytes.FeedOneByOne(text, reader.Take);
        reader.Decoder.Rejected.Should().Be((RejectionReason)reason);
        reader.Decoder.IsComplete.Should().BeFalse();
    }

    [TestCase("5;a\r\n")]
    [TestCase("5 ; a = b;c\t=\t\"d, \\\"\u00e9\t;\" ;e\r\n")]
    [TestCase("0000005;a=\"\"\r\n")]
    public void Extensions_are_ignored(string line)
    {
        var reader = new Collector();
        reader.Take(Bytes.Of(line + "hello\r\n0\r\n\r\n"));
        reader.ShouldBe("hello");
    }

    [TestCase("1;a=bcdefghij\r\nx\r\n", 10)]
    [TestCase("000000000001\r\nx\r\n", 10)]
    public void More_of_extensions_than_of_content_has_a_limit(string chunk, int chunks)
    {
        var reader = new Collector();
        reader.Take(Bytes.Of(string.Concat(Enumerable.Repeat(chunk, chunks - 1))));
        reader.Decoder.Rejected.Should().BeNull();
        reader.Take(Bytes.Of(string.Concat(Enumerable.Repeat(chunk, 2))));
        reader.Decoder.Rejected.Should().Be(RejectionReason.ChunkExtensionsTooLarge);
    }

    [Test]
    public void As_much_of_extensions_as_of_content_has_none()
    {
        var reader = new Collector();
        for (var i = 0; i < 1000; i++)
            reader.Take(Bytes.Of("14;signature=01234567\r\n01234567890123456789\r\n"));
        reader.Decoder.Rejected.Should().BeNull();
    }

    [Test]
    public void A_trailer_is_read_as_the_fields_of_its_direction_are()
    {
        const string body = "0\r\nX: caf\u00e9\r\n folded\r\n\r\n";
        var (ofRequest, ofResponse) = (new ChunkedDecoder(100, isRequest: true), new ChunkedDecoder(100, isRequest: false));
        foreach (var decoder in new[] { ofRequest, ofResponse })
            decoder.Take(Bytes.Of(body).AsSpan(decoder.Take(Bytes.Of(body), out _)), out _);

        ofRequest.Rejected.Should().Be(RejectionReason.ObsoleteLineFolding);
        ofResponse.Rejected.Should().BeNull();
        ofResponse.IsComplete.Should().BeTrue();
    }

    [Test]
    public void An_extension_without_end_is_rejected()
    {
        var reader = new Collector();
        reader.Take(Bytes.Of("1;" + new string('a', 5000)));
        reader.Decoder.Rejected.Should().Be(RejectionReason.ChunkExtensionsTooLarge);
    }

    private sealed class Collector
    {
        private readonly StringBuilder _content = new();

        public ChunkedDecoder Decoder { get; } = new(100, isRequest: true);

        public int Take(ReadOnlyMemory<byte> bytes)
        {
            var used = 0;
            while (Decoder.Take(bytes.Span[used..], out var range) is > 0 and var taken)
            {
                _content.Append(Bytes.Text(bytes.Span[used..][range]));
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
