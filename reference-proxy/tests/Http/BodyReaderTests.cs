using ConformanceKit.ReferenceProxy.Connections;

namespace ConformanceKit.ReferenceProxy.Tests.Http;

internal sealed class BodyReaderTests
{
    private static readonly BodyFraming s_five = new(BodyDelimiter.Length, 5);
    private static readonly BodyFraming s_chunked = new(BodyDelimiter.Chunked);
    private static readonly BodyFraming s_close = new(BodyDelimiter.Close);

    [Test]
    public async Task A_length_ends_exactly_there()
    {
        var source = Source("he", "lloGET");
        (await ReadAsync(source, s_five)).Should().Be(("hello", BodyEnd.Complete));
        Bytes.Text(source.Buffered.Span).Should().Be("GET");
    }

    [Test]
    public async Task The_last_chunk_ends_exactly_there()
    {
        var source = Source("5\r\nhe", "llo\r\n0\r\n", "\r\nGET");
        (await ReadAsync(source, s_chunked)).Should().Be(("hello", BodyEnd.Complete));
        Bytes.Text(source.Buffered.Span).Should().Be("GET");
    }

    [Test]
    public async Task No_body_reads_nothing()
    {
        var source = Source("GET");
        var none = new BodyFraming(BodyDelimiter.NoBody);
        new BodyReader(source, none, 0, isRequest: true).IsReceived.Should().BeTrue();
        (await ReadAsync(source, none)).Should().Be(("", BodyEnd.Complete));
    }

    [Test]
    public async Task FIN_is_the_end_of_a_close_delimited_body_only()
    {
        (await ReadAsync(Source("all"), s_close)).Should().Be(("all", BodyEnd.Complete));
        (await ReadAsync(Source("all"), s_five)).Should().Be(("all", BodyEnd.Truncated));
        (await ReadAsync(Source("3\r\nall\r\n"), s_chunked)).Should().Be(("all", BodyEnd.Truncated));
        (await ReadAsync(Source("3\r\nall\r\n0\r\n"), s_chunked)).Should().Be(("all", BodyEnd.Truncated));
    }

    [Test]
    public async Task RST_is_never_the_end()
    {
        var source = new ByteReader(new SampleSource(_ => throw new SocketException((int)SocketError.ConnectionReset)));
        (await ReadAsync(source, s_close)).Should().Be(("", BodyEnd.Truncated));
    }

    [Test]
    public async Task A_bad_chunk_ends_it_with_its_reason()
    {
        var reader = new BodyReader(Source("3\r\nallGARBAGE"), s_chunked, 100, isRequest: true);
        while (!(await reader.ReadAsync(default)).IsEmpty)
        {
        }

        reader.End.Should().Be(BodyEnd.Malformed);
        reader.Rejected.Should().Be(RejectionReason.ChunkWithoutLineEnd);
    }

    [Test]
    public async Task What_is_handed_out_is_gone_once_it_is_consumed()
    {
        var source = Source("helloGET");
        var reader = new BodyReader(source, s_five, 100, isRequest: true);
        await reader.ReadAsync(default);
        reader.IsReceived.Should().BeTrue();
        reader.Consume();
        Bytes.Text(source.Buffered.Span).Should().Be("GET");
    }

    private static async Task<(string Content, BodyEnd? End)> ReadAsync(ByteReader source, BodyFraming framing)
    {
        var reader = new BodyReader(source, framing, 100, isRequest: true);
        var content = new StringBuilder();
        while (await reader.ReadAsync(default) is { IsEmpty: false } bytes)
            content.Append(Bytes.Text(bytes.Span));
        return (content.ToString(), reader.End);
    }

    private static ByteReader Source(params string[] portions)
    {
        var left = new Queue<string>(portions);
        return new ByteReader(new SampleSource(buffer =>
        {
            if (left.Count == 0)
                return 0;
            var bytes = Bytes.Of(left.Dequeue());
            bytes.CopyTo(buffer);
            return bytes.Length;
        }));
    }
}
