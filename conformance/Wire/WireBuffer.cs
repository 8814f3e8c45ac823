namespace ConformanceKit.Wire;

/// <summary>The bytes that have arrived on a connection and have not been read yet.</summary>
internal sealed class WireBuffer
{
    private byte[] _bytes = new byte[4096];
    private int _start;
    private int _end;

    public int Length => _end - _start;

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(_start.._end);

    public void Append(ReadOnlySpan<byte> more)
    {
        if (_bytes.Length - _end < more.Length)
            MakeRoom(more.Length);
        more.CopyTo(_bytes.AsSpan(_end));
        _end += more.Length;
    }

    public byte[] Take(int count)
    {
        var taken = Span[..count].ToArray();
        Drop(count);
        return taken;
    }

    public int TakeInto(Span<byte> into)
    {
        var count = Math.Min(Length, into.Length);
        Span[..count].CopyTo(into);
        Drop(count);
        return count;
    }

    public void Drop(int count)
    {
        _start += count;
        if (_start == _end)
            _start = _end = 0;
    }

    private void MakeRoom(int count)
    {
        var target = Length + count <= _bytes.Length ? _bytes : new byte[Math.Max(_bytes.Length * 2, Length + count)];
        var length = Length;
        Span.CopyTo(target);
        (_bytes, _start, _end) = (target, 0, length);
    }
}
