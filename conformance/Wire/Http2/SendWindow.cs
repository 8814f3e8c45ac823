namespace ConformanceKit.Wire.Http2;

/// <summary>How much DATA may still be sent, on a stream or on the connection (RFC 9113 §6.9.1).</summary>
/// <param name="size">How much at first.</param>
internal sealed class SendWindow(long size)
{
    /// <summary>How much, which a change of the settings can make negative (§6.9.2).</summary>
    public long Left { get; private set; } = size;

    /// <summary>Takes note of DATA that is sent.</summary>
    public void Spend(long bytes) => Left -= bytes;

    /// <summary>Takes note of a WINDOW_UPDATE, or of other settings.</summary>
    public void Add(long bytes) => Left += bytes;
}
