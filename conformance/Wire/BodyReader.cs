using System.Buffers;
using System.Globalization;
using System.Text;

namespace ConformanceKit.Wire;

/// <summary>Reads a message's body from a connection and notes how it ended (RFC 9112 §6.3, §7.1).</summary>
internal sealed class BodyReader(WireConnection connection, WireMessage message, TimeSpan? within, CancellationToken cancel)
{
    private readonly ArrayBufferWriter<byte> _body = new();

    public async Task ReadAsync(BodyFraming framing)
    {
        var from = connection.ReadLength;
        message.BodyEnd = framing.Rule switch
        {
            FramingRule.NoBody => new(BodyEndKind.None),
            FramingRule.Length => await ReadLengthAsync(framing.Length) ? new(BodyEndKind.Length) : Ended($"of {framing.Length}"),
            FramingRule.Chunked => await ReadChunksAsync(),
            FramingRule.UntilClose => await ReadUntilCloseAsync(),
            _ => new(BodyEndKind.Incomplete, framing.Defect),
        };
        message.BodyPlace = new(connection.Name, from, connection.ReadLength - from);
        message.Body = _body.WrittenSpan.ToArray().From(message.BodyPlace);
    }

    private async Task<bool> ReadLengthAsync(long length)
    {
        while (length > 0)
        {
            var piece = await connection.ReadAtMostAsync(length, within, cancel);
            if (piece.Length == 0)
                return false;
            _body.Write(piece);
            length -= piece.Length;
        }

        return true;
    }

    private async Task<BodyEnd> ReadUntilCloseAsync()
    {
        while (await connection.ReadAtMostAsync(int.MaxValue, within, cancel) is { Length: > 0 } piece)
            _body.Write(piece);
        if (connection.PeerReset)
            return Ended("of a body that ends with the connection");
        return connection.IsEndedInOrder
            ? new(BodyEndKind.Close)
            : new(BodyEndKind.Incomplete, "FIN without a closure alert ended a body that has no length, so some may be missing");
    }

    private async Task<BodyEnd> ReadChunksAsync()
    {
        while (true)
        {
            // 1. The size, with extensions, which are ignored.
            var line = await connection.TryReadLineAsync(within, isPlaced: false, cancel);
            if (line is null)
                return Ended("of a chunked body");
            if (ChunkSize(line) is not { } size)
                return new(BodyEndKind.Incomplete, $"invalid chunk size: \"{ByteText.Escape(line)}\"");

            // 2. The last chunk is empty; the trailer section follows.
            if (size == 0)
                return await ReadTrailersAsync();

            // 3. The data and its line end.
            if (!await ReadLengthAsync(size))
                return Ended("of a chunked body");
            line = await connection.TryReadLineAsync(within, isPlaced: false, cancel);
            if (line is null)
                return Ended("of a chunked body");
            if (line is not [(byte)'\r', (byte)'\n'])
                return new(BodyEndKind.Incomplete, $"chunk data continues after its size: \"{ByteText.Escape(line)}\"");
        }
    }

    private async Task<BodyEnd> ReadTrailersAsync()
    {
        var trailers = new List<FieldLine>();
        message.Trailers = trailers;
        while (true)
        {
            var line = await connection.TryReadLineAsync(within, isPlaced: true, cancel);
            if (line is null)
                return Ended("of a trailer section");
            var content = line.AsSpan().TrimEnd("\r\n"u8);
            if (content.IsEmpty)
                return new(BodyEndKind.Chunked);
            if (trailers.Count >= connection.Transcript.Traffic.Limits.Lines)
                throw connection.Transcript.Traffic.TooManyLines(connection.Name);
            trailers.Add(FieldLine.Parse(content, Provenance.Of(line)?.Slice(0, content.Length)));
        }
    }

    private BodyEnd Ended(string of) => new(
        BodyEndKind.Incomplete, $"{(connection.PeerReset ? "reset" : "closed")} after {_body.WrittenCount} bytes {of}");

    private static long? ChunkSize(byte[] line)
    {
        var text = Encoding.Latin1.GetString(line.AsSpan().TrimEnd("\r\n"u8)).Split(';')[0].TrimWhitespace();
        return long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size) && size >= 0
            ? size
            : null;
    }
}
