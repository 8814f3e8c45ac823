using System.Globalization;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>
/// Decodes the chunked transfer coding (RFC 9112 §7.1), from bytes that arrive in pieces of any size. Chunk extensions are
/// ignored (§7.1.1). Trailer fields are read and dropped, which §7.1.2 allows: they are never merged into the header.
/// </summary>
/// <param name="limit">The largest trailer section in bytes; also, by how many bytes extensions may exceed content.</param>
/// <param name="isRequest">
/// Whether it is the body of a request: trailer fields are parsed by the rules for that direction.
/// </param>
internal sealed class ChunkedDecoder(int limit, bool isRequest)
{
    /// <summary>The longest line with a chunk size and its extensions, in bytes.</summary>
    private const int MaxSizeLine = 4096;

    private readonly FieldSectionParser _trailers = new(limit, isRequest);
    private LineScanner _scanner;
    private long _extensionsLeft = limit;
    private long _left;
    private Part _next = Part.Size;

    private enum Part
    {
        Size,
        Data,
        LineEnd,
        Trailers,
    }

    /// <summary>Whether the last chunk and the trailer section have been read.</summary>
    public bool IsComplete => _trailers.IsComplete;

    /// <summary>Why this is not a chunked body, or null.</summary>
    public RejectionReason? Rejected { get; private set; }

    /// <summary>
    /// Takes the next part: returns how many bytes were used, and where in them the data is. Call it again until it returns 0,
    /// and then with the bytes that are left and more.
    /// </summary>
    public int Take(ReadOnlySpan<byte> bytes, out Range data)
    {
        data = default;
        if (Rejected is not null || IsComplete || bytes.IsEmpty)
            return 0;

        switch (_next)
        {
            case Part.Size:
                return TakeSize(bytes);

            case Part.Data:
                var length = (int)Math.Min(bytes.Length, _left);
                _left -= length;
                _next = _left == 0 ? Part.LineEnd : Part.Data;
                data = ..length;
                return length;

            case Part.LineEnd:
                return TakeLineEnd(bytes);

            default:
                var taken = _trailers.Take(bytes);
                Rejected = _trailers.Rejected;
                return taken;
        }
    }

    private int TakeSize(ReadOnlySpan<byte> bytes)
    {
        var found = _scanner.TryFind(bytes, out var length, out var rejected);
        Rejected = length > MaxSizeLine ? RejectionReason.ChunkExtensionsTooLarge : rejected;
        if (!found || Rejected is not null)
            return 0;

        var size = ParseSize(bytes[..length]);
        Rejected = size.Rejected;
        if (Rejected is not null)
            return 0;

        _left = size.Value;
        _next = _left == 0 ? Part.Trailers : Part.Data;
        return length + 2;
    }

    private int TakeLineEnd(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] != '\r' || (bytes.Length > 1 && bytes[1] != '\n'))
            Rejected = RejectionReason.ChunkWithoutLineEnd;
        if (Rejected is not null || bytes.Length < 2)
            return 0;
        _next = Part.Size;
        return 2;
    }

    /// <summary><c>chunk-size [ chunk-ext ]</c>; a size that does not fit is rejected, never wrapped.</summary>
    private Parsed<long> ParseSize(ReadOnlySpan<byte> line)
    {
        var digits = 0;
        while (digits < line.Length && char.IsAsciiHexDigit((char)line[digits]))
            digits++;
        if (digits == 0 || (digits < line.Length && !(OptionalWhitespace.Is(line[digits]) || line[digits] == ';')))
            return RejectionReason.InvalidChunkSize;
        if (!ChunkExtensions.IsValid(line[digits..]))
            return RejectionReason.InvalidChunkExtension;

        var significant = line[..digits].TrimStart((byte)'0');
        var size = 0L;
        if (!significant.IsEmpty
            && !(long.TryParse(significant, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out size) && size > 0))
        {
            return RejectionReason.ChunkSizeTooLarge;
        }

        // Bytes that are not content, leading zeros included, may grow with the content but not without it (§7.1.1).
        _extensionsLeft -= line.Length - significant.Length - Math.Min(size, int.MaxValue);
        return _extensionsLeft < 0 ? RejectionReason.ChunkExtensionsTooLarge : size;
    }
}
