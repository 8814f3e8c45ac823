using System.Collections.Concurrent;

namespace ConformanceKit.Wire.Http2;

/// <summary>
/// Records a connection frame by frame: each event is one frame, and its note says which, with the field section that it
/// completes. It only watches, so that what a scenario sends by hand is recorded as well.
/// </summary>
internal sealed class FrameRecorder : ByteRecorder
{
    private readonly ConcurrentQueue<RecordedSection> _sections = [];
    private readonly Direction _sent;
    private readonly Direction _received;

    /// <summary>Begins with the client's preface, and with the proxy's first frame.</summary>
    /// <param name="connection">The connection's name.</param>
    /// <param name="transcript">Where the frames are recorded.</param>
    /// <param name="isServer">Whether the harness is the server here, so that the preface is received.</param>
    public FrameRecorder(string connection, Transcript transcript, bool isServer = false)
        : base(connection, transcript)
    {
        _sent = new(WireEvent.Sent, _sections, !isServer);
        _received = new(WireEvent.Received, _sections, isServer);
    }

    /// <summary>The field sections that could be decoded, in the order in which they were complete.</summary>
    public IReadOnlyList<RecordedSection> Sections => [.. _sections];

    /// <inheritdoc/>
    public override void Record(WireEvent kind, ReadOnlySpan<byte> bytes)
    {
        var direction = DirectionOf(kind);
        direction.Bytes.Append(bytes);
        while (direction.Next() is var (length, note, series) && length > 0)
            Record(direction, kind, length, note, series);
    }

    /// <inheritdoc/>
    public override void Finish(WireEvent kind)
    {
        var direction = DirectionOf(kind);
        if (direction.Bytes.Length > 0)
            Record(direction, kind, direction.Bytes.Length, $"{FrameWords.Incomplete} of {direction.Bytes.Length} bytes", null);
    }

    private void Record(Direction direction, WireEvent kind, int length, string note, string? series)
    {
        Transcript.Record(Connection, kind, direction.Bytes.Span[..length], note, series);
        direction.Bytes.Drop(length);
    }

    private Direction DirectionOf(WireEvent kind) => kind == WireEvent.Sent ? _sent : _received;

    /// <summary>What has gone in one direction and is not a whole frame yet.</summary>
    private sealed class Direction(WireEvent kind, ConcurrentQueue<RecordedSection> sections, bool beginsWithPreface)
    {
        // Whatever table the encoder chooses: whether it may is for the scenario to grade.
        private readonly HeaderBlocks _blocks = new(new HpackDecoder(int.MaxValue));
        private bool _isPrefaceDue = beginsWithPreface;

        public WireBuffer Bytes { get; } = new();

        /// <summary>The next whole part: its length, what it is, and what many like it have in common.</summary>
        public (int Length, string Note, string? Series) Next()
        {
            if (_isPrefaceDue)
            {
                var isPreface = Preface.CanBe(Bytes.Span);
                if (isPreface && Bytes.Length < Preface.Bytes.Length)
                    return default;
                _isPrefaceDue = false;
                if (isPreface)
                    return (Preface.Bytes.Length, FrameWords.Preface, null);
            }

            return Frame.Read(Bytes.Span) is { } frame
                ? (Frame.HeaderLength + frame.Payload.Length, FrameWords.Of(frame, FieldsOf(frame)), SeriesOf(frame))
                : default;
        }

        private string? FieldsOf(Frame frame)
        {
            try
            {
                if (_blocks.Take(frame, out var first) is not { } fields)
                    return null;
                sections.Enqueue(new(kind, first.StreamId, fields));
                return FrameWords.Of(fields);
            }
            catch (InvalidDataException fault)
            {
                return fault.Message;
            }
        }

        private static string? SeriesOf(Frame frame) => frame.Type switch
        {
            FrameTypes.Data when !frame.EndsStream => FrameWords.Name(frame),
            FrameTypes.WindowUpdate => FrameTypes.NameOf(frame.Type),
            FrameTypes.Continuation when !frame.Has(FrameFlags.EndHeaders) => FrameWords.Name(frame),
            _ => null,
        };
    }
}

/// <summary>A field section that was sent or received.</summary>
/// <param name="Kind"><see cref="WireEvent.Sent"/> or <see cref="WireEvent.Received"/>.</param>
/// <param name="StreamId">The number of its stream.</param>
/// <param name="Fields">Its field lines in order.</param>
internal sealed record RecordedSection(WireEvent Kind, int StreamId, IReadOnlyList<Http2Field> Fields);
