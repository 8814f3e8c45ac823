using System.Buffers;

namespace ConformanceKit.ReferenceProxy.Connections;

/// <summary>
/// The bytes received on one connection and not yet used. Heads, bodies and the tunnel all take from here, so that nothing is
/// lost where one ends and the next begins. While nothing is buffered, no buffer is held.
/// </summary>
internal sealed class ByteReader(IByteSource source) : IDisposable
{
    private const int BufferSize = 64 * 1024;

    private byte[] _buffer = [];
    private int _start;
    private int _end;

    /// <summary>What has been received and not yet used. Valid until the next call of another member.</summary>
    public ReadOnlyMemory<byte> Buffered => _buffer.AsMemory(_start, _end - _start);

    /// <summary>Marks the first <paramref name="count"/> bytes as used.</summary>
    public void Advance(int count)
    {
        _start += count;
        if (_start == _end)
            Release();
    }

    /// <summary>Waits for more bytes and adds them to <see cref="Buffered"/>; false after the sender's FIN.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancel)
    {
        int count;
        do
        {
            await source.ReadableAsync(cancel);
            MakeRoom();
            count = source.TryReceive(_buffer.AsSpan(_end));
            _end += Math.Max(count, 0);
            if (_start == _end)
                Release();
        }
        while (count < 0);

        return count > 0;
    }

    /// <summary>Waits until at least that many bytes are buffered; false if FIN comes first.</summary>
    public async ValueTask<bool> FillToAsync(int count, CancellationToken cancel)
    {
        while (Buffered.Length < count)
        {
            if (!await FillAsync(cancel))
                return false;
        }

        return true;
    }

    /// <summary>Hands over everything buffered: the bytes that arrived with the head and belong to what follows.</summary>
    public byte[] TakeBuffered()
    {
        var bytes = Buffered.ToArray();
        Release();
        return bytes;
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose() => Release();

    private void MakeRoom()
    {
        if (_end < _buffer.Length)
            return;

        // There is no buffer yet, or a line does not fit into it. The parsers' limits bound how far it grows.
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(BufferSize, 2 * (_end - _start)));
        var bytes = Buffered;
        bytes.CopyTo(larger);
        Release();
        (_buffer, _start, _end) = (larger, 0, bytes.Length);
    }

    private void Release()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = ([], 0, 0);
    }
}
