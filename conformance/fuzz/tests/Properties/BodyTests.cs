using System.Text;
using ConformanceKit.Fuzz.Reference;
using ConformanceKit.Mutants;
using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.Wire;
using BodyReader = ConformanceKit.ReferenceProxy.Http.BodyReader;
using ByteReader = ConformanceKit.ReferenceProxy.Connections.ByteReader;
using ReferenceEnd = ConformanceKit.ReferenceProxy.Http.BodyEnd;

namespace ConformanceKit.Fuzz.Tests.Properties;

/// <summary>A body is what was sent as its content, wherever it is cut, and ends where it ended.</summary>
internal sealed class BodyTests
{
    private const string Next = "GET / HTTP/1.1\r\n";

    private static readonly Gen<(byte[][] Pieces, int Size, int[] Cuts)> s_bodies =
        Gen.Select(Inputs.Content.Where(content => content.Length > 0).Array[0, 6], Gen.Int[1, 400], Inputs.Cuts);

    [Test]
    public void Chunks_are_decoded_as_they_were_encoded() => s_bodies.Holds(body =>
    {
        byte[] bytes = [.. Encode(body.Pieces), .. Encoding.ASCII.GetBytes(Next)];
        using var source = new ByteReader(new MemorySource(bytes, body.Size));
        var reader = new BodyReader(source, new(BodyDelimiter.Chunked), maxTrailers: 1000, isRequest: true);

        Read(reader).Should().Equal(body.Pieces.SelectMany(piece => piece));

        reader.End.Should().Be(ReferenceEnd.Complete);
        Rest(source).Should().Be(Next);
    });

    [Test]
    public void Content_of_a_length_ends_there() => s_bodies.Holds(body =>
    {
        byte[] content = [.. body.Pieces.SelectMany(piece => piece)];
        using var source = new ByteReader(new MemorySource([.. content, .. Encoding.ASCII.GetBytes(Next)], body.Size));
        var reader = new BodyReader(source, new(BodyDelimiter.Length, content.Length), maxTrailers: 1000, isRequest: true);

        Read(reader).Should().Equal(content);

        reader.End.Should().Be(ReferenceEnd.Complete);
        Rest(source).Should().Be(Next);
    });

    [Test]
    public void The_kit_reads_the_chunks_of_the_reference_and_the_scanner_counts_them() => s_bodies.Holds(body =>
    {
        var chunks = Encode(body.Pieces);
        byte[] bytes = [.. "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8, .. chunks];
        var scanner = new BodyScanner(new(FramingRule.Chunked));

        var response = new PiecesTransport(bytes.CutAt(body.Cuts)).Connect().ReadResponseAsync("GET").GetAwaiter().GetResult();

        response.Body.Should().Equal(body.Pieces.SelectMany(piece => piece));
        response.BodyEnd.Kind.Should().Be(BodyEndKind.Chunked);
        chunks.CutAt(body.Cuts).Sum(piece => scanner.Take(piece)).Should().Be(chunks.Length);
        scanner.IsComplete.Should().BeTrue();
    });

    [Test]
    public void What_is_cut_short_is_never_complete() => s_bodies.Where(body => body.Cuts.Length > 0).Holds(body =>
    {
        var chunks = Encode(body.Pieces);
        var length = Math.Min(body.Cuts[0] * chunks.Length / 1000, chunks.Length - 1);
        using var source = new ByteReader(new MemorySource(chunks[..length], body.Size));
        var reader = new BodyReader(source, new(BodyDelimiter.Chunked), maxTrailers: 1000, isRequest: false);

        Read(reader);

        reader.End.Should().Be(ReferenceEnd.Truncated);
    });

    // As the reference sends it.
    private static byte[] Encode(byte[][] pieces)
    {
        using var connection = new MemoryConnection(new MemorySource([], 1));
        var writer = new BodyWriter(connection, connection, BodyDelimiter.Chunked);
        foreach (var piece in pieces)
            writer.WriteAsync(piece, default).AsTask().GetAwaiter().GetResult();
        writer.CompleteAsync(default).AsTask().GetAwaiter().GetResult();
        return Convert.FromHexString(connection.Sent);
    }

    private static List<byte> Read(BodyReader reader)
    {
        var content = new List<byte>();
        while (reader.ReadAsync(default).AsTask().GetAwaiter().GetResult() is { IsEmpty: false } piece)
            content.AddRange(piece.Span);
        return content;
    }

    private static string Rest(ByteReader source)
    {
        while (source.FillAsync(default).AsTask().GetAwaiter().GetResult())
        {
            // Until FIN.
        }

        return Encoding.ASCII.GetString(source.Buffered.Span);
    }
}
