using ConformanceKit.Model;

namespace ConformanceKit.Wire.Http2;

/// <summary>
/// A frame that arrived; one that begins a field section counts as arrived with the CONTINUATION that completes it.
/// </summary>
/// <param name="Frame">The frame, without the CONTINUATION frames that follow it.</param>
/// <param name="Place">Where it was among the bytes that arrived, with those that follow it.</param>
public sealed record ReceivedFrame(Frame Frame, BytesMark Place)
{
    /// <summary>The field section of HEADERS and PUSH_PROMISE, in order; otherwise empty.</summary>
    public IReadOnlyList<Http2Field> Fields { get; init; } = [];

    /// <summary>The number of the frame among those of the connection.</summary>
    internal int Number { get; init; }
}
