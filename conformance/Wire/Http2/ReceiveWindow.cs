namespace ConformanceKit.Wire.Http2;

/// <summary>How much DATA the proxy may still send, on a stream or on the connection (RFC 9113 §6.9.1).</summary>
/// <param name="size">How much at first.</param>
internal sealed class ReceiveWindow(long size)
{
    private readonly long _half = Math.Max(1, size / 2);

    private long _uncredited;

    /// <summary>How much; negative if the proxy has sent more than it was allowed to.</summary>
    public long Left { get; private set; } = size;

    /// <summary>Takes note of DATA that has arrived; padding counts too.</summary>
    /// <param name="bytes">The length of its payload.</param>
    public void Take(int bytes)
    {
        Left -= bytes;
        _uncredited += bytes;
    }

    /// <summary>Takes note of a WINDOW_UPDATE that was sent, or of other settings.</summary>
    /// <param name="bytes">How much more may come.</param>
    public void Credit(long bytes) => Left += bytes;

    /// <summary>How much to let the proxy send in addition: nothing until half of the window is used up.</summary>
    public uint TakeDue()
    {
        if (_uncredited < _half)
            return 0;
        var due = (uint)_uncredited;
        _uncredited = 0;
        return due;
    }
}
