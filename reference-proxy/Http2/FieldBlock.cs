using System.Buffers;
using ConformanceKit.ReferenceProxy.Hpack;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Http2;

/// <summary>
/// Puts field blocks together: one HEADERS, and CONTINUATION until END_HEADERS, with nothing between them (RFC 9113 §4.3, §6.10).
/// </summary>
/// <param name="maxList">The largest list of fields.</param>
/// <param name="maxContinuation">How many bytes of CONTINUATION one block may have; more end the connection (§10.5.1).</param>
internal sealed class FieldBlock(int maxList, int maxContinuation)
{
    private readonly FieldBlockDecoder _decoder = new(maxList);
    private ArrayBufferWriter<byte>? _begun;
    private long _continued;

    /// <summary>The stream of the last HEADERS.</summary>
    public int Stream { get; private set; }

    /// <summary>Whether the last HEADERS ends its stream.</summary>
    public bool EndsStream { get; private set; }

    /// <summary>Checks that the frame may come now.</summary>
    /// <exception cref="ConnectionErrorException">It may not.</exception>
    public void Check(Frame frame)
    {
        var continues = frame.Header.Type == FrameType.Continuation;
        if (continues != _begun is not null || (continues && frame.Stream != Stream))
            throw new ConnectionErrorException(ErrorCode.ProtocolError, $"{frame.Header.Type} in the wrong place");
    }

    /// <summary>Takes HEADERS or CONTINUATION; true if the block is complete.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="fields">The fields; null if they are larger than the limit.</param>
    /// <exception cref="ConnectionErrorException">The block is too large.</exception>
    /// <exception cref="HpackException">The block cannot be decoded.</exception>
    public bool Take(Frame frame, out FieldSection? fields)
    {
        // 1. The beginning.
        var fragment = frame.Payload;
        if (frame.Header.Type == FrameType.Headers)
        {
            fragment = frame.Content();
            (Stream, EndsStream, _continued) = (frame.Stream, frame.EndsStream, 0);
        }

        // 2. Without a limit, CONTINUATION could go on forever, even if it is empty.
        else if ((_continued += FrameHeader.Size + fragment.Length) > maxContinuation)
        {
            throw new ConnectionErrorException(ErrorCode.EnhanceYourCalm, "a field block is too large");
        }

        // 3. Nearly always the beginning is all.
        fields = null;
        var isComplete = frame.Has(FrameFlags.EndHeaders);
        if (_begun is null && isComplete)
        {
            fields = _decoder.Decode(fragment.Span);
            return true;
        }

        _begun ??= new();
        _begun.Write(fragment.Span);
        if (!isComplete)
            return false;
        fields = _decoder.Decode(_begun.WrittenSpan);
        _begun = null;
        return true;
    }
}
