using System.Buffers;
using System.Globalization;
using System.Text;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>Writes content with this proxy's own framing: the sender's chunks and extensions are not repeated.</summary>
internal sealed class BodyWriter(TcpConnection destination, BodyDelimiter delimiter)
{
    /// <summary>How many octets of content have been sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Sends a piece of content; as one chunk where the body is chunked (RFC 9112 §7.1).</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        if (delimiter == BodyDelimiter.Chunked)
            await WriteChunkAsync(content, cancel);
        else
            await destination.SendAllAsync(content, cancel);
        Sent += content.Length;
    }

    /// <summary>Says that the body is complete. Not called for a truncated body.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancel)
    {
        if (delimiter == BodyDelimiter.Chunked)
            await destination.SendAllAsync("0\r\n\r\n"u8.ToArray(), cancel);
    }

    private async ValueTask WriteChunkAsync(ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        var size = Encoding.ASCII.GetBytes(content.Length.ToString("X", CultureInfo.InvariantCulture) + "\r\n");
        var length = size.Length + content.Length + 2;
        var chunk = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            size.CopyTo(chunk, 0);
            content.CopyTo(chunk.AsMemory(size.Length));
            "\r\n"u8.CopyTo(chunk.AsSpan(length - 2));
            await destination.SendAllAsync(chunk.AsMemory(0, length), cancel);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }
}
