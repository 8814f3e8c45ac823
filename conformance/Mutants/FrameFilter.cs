using System.Buffers;
using ConformanceKit.Wire;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Mutants;

/// <summary>
/// Splits a leg in HTTP/2 into frames, and lets a flaw change each. A frame is held back until it is whole, and the frames of a
/// field section until that is complete. From where on the leg cannot be read, everything passes unchanged: it is for the
/// reference to judge it.
/// </summary>
/// <param name="next">The next step.</param>
/// <param name="leg">Which leg.</param>
/// <param name="flaw">What is broken on it.</param>
/// <param name="streams">The streams of the connection.</param>
internal sealed class FrameFilter(ByteSink next, Leg leg, LegFlaw flaw, StreamExchanges streams) : ByteFilter(next)
{
    private const int LongestFrame = 16384; // RFC 9113 §4.2: the reference allows no more
    private const int LongestSection = 256 * 1024;

    private readonly WireBuffer _held = new();
    private readonly HeaderBlocks _blocks = new(new HpackDecoder(int.MaxValue));
    private readonly List<Frame> _section = [];
    private bool _isPrefaceDue = leg == Leg.FromClient;
    private bool _isRaw;

    /// <inheritdoc/>
    public override async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        // 1. From there on, nothing is known about the bytes.
        if (_isRaw)
        {
            await Next.SendAsync(bytes);
            return;
        }

        // 2. All frames that are whole by now leave together.
        _held.Append(bytes.Span);
        var passed = new ArrayBufferWriter<byte>();
        lock (streams.Gate)
        {
            while (!_isRaw && TryPassNext(passed))
            {
                // One after the other.
            }
        }

        if (_isRaw)
            passed.Write(Rest());
        if (passed.WrittenCount > 0)
            await Next.SendAsync(passed.WrittenMemory);

        // 3. What the flaw sends past the reference.
        await streams.DeliverAsync();
    }

    /// <inheritdoc/>
    public override async Task FinishAsync()
    {
        if (Rest() is { Length: > 0 } rest)
            await Next.SendAsync(rest);
        await Next.FinishAsync();
    }

    private bool TryPassNext(ArrayBufferWriter<byte> passed)
    {
        // 1. The preface, or the first bytes of another protocol.
        if (_isPrefaceDue)
        {
            _isRaw = !Preface.CanBe(_held.Span);
            if (_isRaw || _held.Length < Preface.Bytes.Length)
                return false;
            passed.Write(_held.Take(Preface.Bytes.Length));
            _isPrefaceDue = false;
        }

        // 2. The next frame, or a header that announces too much.
        _isRaw = _held.Length >= Frame.HeaderLength && Frame.LengthOf(_held.Span) > LongestFrame;
        if (_isRaw || Frame.Read(_held.Span) is not { } frame)
            return false;
        _section.Add(frame);
        _held.Drop(Frame.HeaderLength + frame.Payload.Length);

        // 3. The flaw changes it, and what belongs to it.
        foreach (var changed in Completed(frame).SelectMany(Changed))
            passed.Write(changed.ToBytes());
        return true;
    }

    // What is complete with a frame: the field section to which it belongs, or itself.
    private List<Frame> Completed(Frame frame)
    {
        IReadOnlyList<Http2Field>? fields;
        Frame first;
        try
        {
            fields = _blocks.Take(frame, out first);
        }
        catch (InvalidDataException)
        {
            _isRaw = true;
            return [];
        }

        if (_blocks.Open is not null)
        {
            _isRaw = _section.Sum(part => part.Payload.Length) > LongestSection;
            return [];
        }

        var frames = _section.ToList();
        _section.Clear();
        return fields is not null && first.Type == FrameTypes.Headers ? Section(first, new(fields), frames) : frames;
    }

    private List<Frame> Section(Frame first, FieldList fields, List<Frame> frames)
    {
        // 1. Whoever changes the fields knows the request, and the response before it changed.
        var stream = streams.Of(first.StreamId);
        var received = fields.Copy();
        if (leg == Leg.ToClient && fields.Status is >= 200 or 101)
            stream.Response = received;
        foreach (var edit in flaw.Fields)
            edit(fields, stream);
        if (leg == Leg.FromClient)
            streams.Asked(stream, received, fields);

        // 2. If one section is encoded again, all are: a literal changes no table.
        return flaw.Fields.Count == 0 ? frames : Encoded(first, fields);
    }

    private static List<Frame> Encoded(Frame first, FieldList fields)
    {
        ReadOnlyMemory<byte>[] pieces = [.. Hpack.Block([.. fields.Lines]).Chunk(LongestFrame)];
        if (pieces.Length == 0)
            pieces = [default];
        return [.. pieces.Select((piece, at) => at == 0
            ? Frame.Headers(first.StreamId, piece, first.EndsStream, pieces.Length == 1)
            : Frame.Continuation(first.StreamId, piece, at == pieces.Length - 1))];
    }

    private IEnumerable<Frame> Changed(Frame frame) => flaw.Frames.Aggregate(
        (IReadOnlyList<Frame>)[frame], (frames, edit) => [.. frames.SelectMany(one => edit(one, streams))]);

    private byte[] Rest()
    {
        byte[] rest = [.. _section.SelectMany(frame => frame.ToBytes()), .. _held.Take(_held.Length)];
        _section.Clear();
        return rest;
    }
}
