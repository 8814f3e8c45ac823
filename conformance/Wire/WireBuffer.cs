namespace ConformanceKit.Wire;

/// <summary>The bytes of a connection that arrived and were not read yet.</summary>
internal sealed class WireBuffer
{
    private byte[] bytes = new byte[4096];
    private int start;
    private int end;

    public int Length => end - start;

    public ReadOnlySpan<byte> Span => bytes.AsSpan(start..end);

    public void Append(ReadOnlySpan<byte> more)
    {
        if (bytes.Length - end < more.Length) MakeRoom(more.Length);
        more.CopyTo(bytes.AsSpan(end));
        end += more.Length;
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
        start += count;
        if (start == end) start = end = 0;
    }

    private void MakeRoom(int count)
    {
        var target = Length + count <= bytes.Length ? bytes : new byte[Math.Max(bytes.Length * 2, Length + count)];
        var length = Length;
        Span.CopyTo(target);
        (bytes, start, end) = (target, 0, length);
    }
}
