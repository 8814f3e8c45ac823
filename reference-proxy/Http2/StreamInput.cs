using System.Buffers;
using System.Net.Sockets;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>
/// What has arrived on a stream and has not been received from it: at most a window of bytes, then the end. While there are no
/// bytes, it holds no memory for them.
/// </summary>
internal sealed class StreamInput
{
    /// <summary>How much a client may send on a stream before some of it has been used.</summary>
    public const int Window = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly FlowControlWindow _window = new(Window);
    private TaskCompletionSource<int>? _waiting;
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private bool _hasEnded;
    private bool _isReset;
    private long _total;

    /// <summary>How many bytes the client has announced (RFC 9113 §8.1.1); null if it has not, and for a tunnel.</summary>
    public long? Announced { get; set; }

    /// <summary>Whether the client has ended the stream, or it has been reset.</summary>
    public bool HasEnded => _hasEnded || _isReset;

    /// <summary>Whether there are bytes.</summary>
    public bool HasBytes
    {
        get
        {
            lock (_gate)
                return Available > 0;
        }
    }

    /// <summary>Whether only the end is left.</summary>
    public bool IsAtEnd
    {
        get
        {
            lock (_gate)
                return HasEnded && Available == 0;
        }
    }

    // Content that has all been announced may be forwarded only if it ends there: until that is known, its last byte is held back
    // (RFC 9113 §8.1.1).
    private int Available => _end - _start - (_total == Announced && !_hasEnded && _end > _start ? 1 : 0);

    /// <summary>DATA has arrived.</summary>
    /// <param name="content">The content.</param>
    /// <param name="length">What counts for the window: the content and its padding.</param>
    /// <param name="ends">Whether it has END_STREAM.</param>
    /// <returns>Why the stream must be reset, or null.</returns>
    public ErrorCode? Add(ReadOnlySpan<byte> content, int length, bool ends)
    {
        lock (_gate)
        {
            // 1. Is that allowed, and as much as was announced?
            if (!_window.TryTake(length))
                return ErrorCode.FlowControlError;
            _total += content.Length;
            if (_total > Announced || (ends && _total < Announced))
                return ErrorCode.ProtocolError;

            // 2. Keep it.
            MakeRoom(content.Length);
            content.CopyTo(_buffer.AsSpan(_end));
            _end += content.Length;
            _hasEnded = ends;
            if (Available > 0 || ends)
                Continue();
            return null;
        }
    }

    /// <summary>The stream has been reset: what has arrived is dropped, as TCP does.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _isReset = true;
            Release();
            Continue();
        }
    }

    /// <summary>Waits until there is something to receive, the end included.</summary>
    public ValueTask<int> WaitAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            if (Available > 0 || HasEnded)
                return default;
            _waiting ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return new(cancel.CanBeCanceled ? _waiting.Task.WaitAsync(cancel) : _waiting.Task);
        }
    }

    /// <summary>Receives bytes; returns 0 at the end, and -1 if there is nothing.</summary>
    /// <exception cref="SocketException">The stream has been reset.</exception>
    public int TryReceive(Span<byte> bytes)
    {
        lock (_gate)
        {
            if (_isReset)
                throw new SocketException((int)SocketError.ConnectionReset);
            var count = Math.Min(Available, bytes.Length);
            if (count == 0)
                return _hasEnded && _start == _end ? 0 : -1;

            _buffer.AsSpan(_start, count).CopyTo(bytes);
            _start += count;
            if (_start == _end)
                Release();
            return count;
        }
    }

    /// <summary>Bytes have been received, or were padding: returns how much to grant to the client.</summary>
    public int Return(int count)
    {
        lock (_gate)
            return HasEnded ? 0 : _window.Return(count);
    }

    private void MakeRoom(int count)
    {
        if (_end + count <= _buffer.Length)
            return;
        var held = _end - _start;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(held + count, Math.Min(2 * held, Window)));
        _buffer.AsSpan(_start, held).CopyTo(larger);
        Release();
        (_buffer, _end) = (larger, held);
    }

    private void Release()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = ([], 0, 0);
    }

    private void Continue()
    {
        _waiting?.TrySetResult(0);
        _waiting = null;
    }
}
