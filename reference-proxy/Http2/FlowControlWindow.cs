namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>
/// How much DATA may still be sent (RFC 9113 §5.2, §6.9.1). There are four: for each direction, one of the connection and one of
/// each stream. The recipient grants more with WINDOW_UPDATE.
/// </summary>
internal sealed class FlowControlWindow(int size)
{
    /// <summary>The size of every window at the beginning (RFC 9113 §6.9.2).</summary>
    public const int Initial = 65_535;

    private long _left = size;
    private int _used;

    /// <summary>The sender takes as much as it may, which can be nothing.</summary>
    public int TakeUpTo(int wanted)
    {
        var taken = (int)Math.Clamp(_left, 0, wanted);
        _left -= taken;
        return taken;
    }

    /// <summary>The recipient gets that much; false if it is more than was granted (RFC 9113 §6.9.1).</summary>
    public bool TryTake(int count)
    {
        _left -= count;
        return _left >= 0;
    }

    /// <summary>
    /// More is granted, or another initial size changes the window, which can make it negative (RFC 9113 §6.9.2). False if it
    /// becomes too large.
    /// </summary>
    public bool TryGrow(long difference)
    {
        _left += difference;
        return _left <= int.MaxValue;
    }

    /// <summary>
    /// The recipient has room again. Returns how much to grant to the sender: nothing, until it is worth a frame.
    /// </summary>
    public int Return(int count)
    {
        _used += count;
        if (_used < size / 2)
            return 0;
        var grant = _used;
        _used = 0;
        _left += grant;
        return grant;
    }
}
