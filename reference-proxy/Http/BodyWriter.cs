using System.Buffers;
using System.Text;
using ConformanceKit.ReferenceProxy.Connections;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>Writes content in HTTP/1, with this proxy's own framing: the sender's chunks and extensions are not repeated.</summary>
/// <param name="destination">The connection to write to.</param>
/// <param name="source">The connection that the content comes from.</param>
/// <param name="delimiter">The framing.</param>
/// <param name="head">
/// A head to send in one piece with the first content, unless <see cref="SendHeadAsync"/> is called before.
/// </param>
internal sealed class BodyWriter(
    Connection destination, Connection source, BodyDelimiter delimiter, ReadOnlyMemory<byte> head = default) : IBodyWriter
{
    private ReadOnlyMemory<byte> _head = head;

    /// <inheritdoc/>
    public long Sent { get; private set; }

    /// <inheritdoc/>
    public async ValueTask SendHeadAsync(CancellationToken cancel)
    {
        await destination.SendAsync(_head, source, cancel);
        _head = default;
    }

    /// <summary>Sends a piece of content, as one chunk if the body is chunked (RFC 9112 §7.1).</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        if (delimiter == BodyDelimiter.Chunked || !_head.IsEmpty)
            await WriteInOnePieceAsync(content, cancel);
        else
            await destination.SendAsync(content, source, cancel);
        Sent += content.Length;
    }

    /// <inheritdoc/>
    public async ValueTask CompleteAsync(CancellationToken cancel)
    {
        if (delimiter == BodyDelimiter.Chunked)
            await destination.SendAsync("0\r\n\r\n"u8.ToArray(), source, cancel);
    }

    private async ValueTask WriteInOnePieceAsync(ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        var (before, after) = delimiter == BodyDelimiter.Chunked
            ? (Encoding.ASCII.GetBytes($"{content.Length:X}\r\n"), "\r\n")
            : ([], "");
        var length = _head.Length + before.Length + content.Length + after.Length;
        var piece = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            _head.CopyTo(piece);
            before.CopyTo(piece, _head.Length);
            content.CopyTo(piece.AsMemory(_head.Length + before.Length));
            Encoding.ASCII.GetBytes(after, piece.AsSpan(length - after.Length));
            _head = default;
            await destination.SendAsync(piece.AsMemory(0, length), source, cancel);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }
}
