namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>What is known of what is sent on a stream. It belongs to <see cref="FlowControl"/>.</summary>
/// <param name="id">The stream's number.</param>
/// <param name="window">How much the client lets this proxy send on it at the beginning.</param>
internal sealed class StreamOutput(int id, int window)
{
    /// <summary>The stream's number.</summary>
    public int Id => id;

    /// <summary>How much may be sent.</summary>
    public FlowControlWindow Window { get; } = new(window);

    /// <summary>What has to wait for the windows or for room.</summary>
    public ReadOnlyMemory<byte> Rest { get; set; }

    /// <summary>Ends when it has been sent; null while nothing waits.</summary>
    public TaskCompletionSource? WhenSent { get; set; }

    /// <summary>Whether something waits.</summary>
    public bool IsWaiting => WhenSent is not null;

    /// <summary>How many bytes have been sent.</summary>
    public long Sent { get; set; }

    /// <summary>Whether a response has begun.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Whether nothing more may be sent.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Whether the stream has been reset, by either side.</summary>
    public bool IsReset { get; set; }

    /// <summary>Nothing waits any longer; returns whom to tell.</summary>
    public TaskCompletionSource? Waited()
    {
        var told = WhenSent;
        (Rest, WhenSent) = (default, null);
        return told;
    }
}
