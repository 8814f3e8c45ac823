namespace ConformanceKit.Wire.Http2;

/// <summary>
/// Puts the field sections of one direction of a connection together from HEADERS, PUSH_PROMISE and CONTINUATION
/// (RFC 9113 §4.3), and decodes them.
/// </summary>
/// <param name="decoder">The direction's decoder.</param>
internal sealed class HeaderBlocks(HpackDecoder decoder)
{
    private readonly List<byte> _block = [];
    private Frame? _first;

    /// <summary>The frame with which the field section began that is not complete yet, or null.</summary>
    public Frame? Open => _first;

    /// <summary>Takes the next frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="first">The frame with which the field section began that this one completes, if it does.</param>
    /// <returns>The fields of that section, or null if it completes none.</returns>
    /// <exception cref="InvalidDataException">It cannot be decoded, or another frame should have come.</exception>
    public IReadOnlyList<Http2Field>? Take(Frame frame, out Frame first)
    {
        first = frame;
        if (_first is { } open && (frame.Type != FrameTypes.Continuation || frame.StreamId != open.StreamId))
        {
            Forget();
            throw new InvalidDataException($"within a field section of stream {open.StreamId} comes {FrameWords.Name(frame)}");
        }

        switch (frame.Type)
        {
            case FrameTypes.Continuation when _first is null:
                throw new InvalidDataException("a CONTINUATION frame continues no field section");
            case FrameTypes.Headers or FrameTypes.PushPromise:
                _first = frame;
                _block.AddRange((frame.Content() ?? throw Short(frame)).Span);
                break;
            case FrameTypes.Continuation:
                _block.AddRange(frame.Payload.Span);
                break;
            default:
                return null;
        }

        if (!frame.Has(FrameFlags.EndHeaders))
            return null;
        first = _first!;
        var block = _block.ToArray();
        Forget();
        return decoder.Decode(block);
    }

    private InvalidDataException Short(Frame frame)
    {
        Forget();
        return new($"{FrameWords.Name(frame)} is shorter than its flags say");
    }

    private void Forget()
    {
        _first = null;
        _block.Clear();
    }
}
