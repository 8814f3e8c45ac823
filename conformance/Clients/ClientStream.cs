using System.Text;

namespace ConformanceKit.Clients;

/// <summary>
/// A connection of the scripted client: heads are read from it byte by byte of the buffer, so that what came behind a head is
/// still there for the next layer.
/// </summary>
/// <param name="below">The socket, or TLS.</param>
/// <param name="isHttp2">Whether both sides agreed on HTTP/2.</param>
internal sealed class ClientStream(Stream below, bool isHttp2 = false) : AsyncStream(below)
{
    private readonly byte[] _arriving = new byte[16 * 1024];
    private ReadOnlyMemory<byte> _buffer;

    /// <summary>Whether both sides agreed on HTTP/2.</summary>
    public bool IsHttp2 => isHttp2;

    /// <summary>Reads up to the empty line that ends a head.</summary>
    /// <param name="most">The longest head that is read.</param>
    /// <param name="once">Whether it has to be there at once.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>The head, and whether it is complete.</returns>
    /// <exception cref="ClientFault">The head is longer.</exception>
    public async Task<(string Head, bool IsComplete)> ReadHeadAsync(int most, bool once, CancellationToken cancel)
    {
        var head = new StringBuilder();
        while (true)
        {
            if (_buffer.IsEmpty && ((once && head.Length > 0) || !await FillAsync(cancel)))
                return (head.ToString(), false);
            head.Append((char)_buffer.Span[0]);
            _buffer = _buffer[1..];
            if (head.Length > most)
                throw new ClientFault($"the response has a head of more than {most} bytes");
            if (head[^1] == '\n' && EndsHead(head))
                return (head.ToString(), true);
        }
    }

    /// <summary>Forgets what has arrived and was not read.</summary>
    public void Discard() => _buffer = default;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_buffer.IsEmpty)
            return await Below.ReadAsync(buffer, cancellationToken);
        var count = Math.Min(buffer.Length, _buffer.Length);
        _buffer[..count].CopyTo(buffer);
        _buffer = _buffer[count..];
        return count;
    }

    private async Task<bool> FillAsync(CancellationToken cancel)
    {
        var count = await Below.ReadAsync(_arriving, cancel);
        _buffer = _arriving.AsMemory(0, count);
        return count > 0;
    }

    private static bool EndsHead(StringBuilder head)
    {
        var before = head.Length - 2;
        if (before >= 0 && head[before] == '\r')
            before--;
        return before >= 0 && head[before] == '\n';
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        Below.WriteAsync(buffer, cancellationToken);
}

/// <summary>Why the scripted client gives up, as it tells its caller.</summary>
internal sealed class ClientFault(string message) : Exception(message);
