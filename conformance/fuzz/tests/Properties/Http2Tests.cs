using System.Buffers;
using ConformanceKit.Fuzz.Reference;
using ConformanceKit.ReferenceProxy.Connections;
using ConformanceKit.ReferenceProxy.Hpack;
using ConformanceKit.ReferenceProxy.Http2;
using ConformanceKit.Wire;
using ConformanceKit.Wire.Http2;
using FieldLine = ConformanceKit.ReferenceProxy.Http.FieldLine;
using FrameFlags = ConformanceKit.ReferenceProxy.Http2.FrameFlags;
using KitFrame = ConformanceKit.Wire.Http2.Frame;

namespace ConformanceKit.Fuzz.Tests.Properties;

/// <summary>Frames and field blocks of HTTP/2 are read as they were written, by the reference and by the kit.</summary>
internal sealed class Http2Tests
{
    private static readonly Gen<(FieldLine Line, HpackLiteral Form, bool Huffman)> s_literal = Gen.Select(
        Gen.Select(Inputs.Latin1, Inputs.Latin1, (name, value) => new FieldLine(name, value)), Gen.Enum<HpackLiteral>(),
        Gen.Bool);

    private static readonly Gen<(FrameType Type, FrameFlags Flags, int Stream, byte[] Payload)> s_frame = Gen.Select(
        Gen.Byte.Select(type => (FrameType)type), Gen.Byte.Select(flags => (FrameFlags)flags), Gen.Int[0, int.MaxValue],
        Inputs.Content);

    [Test]
    public void Fields_that_the_reference_encodes_are_decoded_by_both() => Inputs.Lines.Holds(lines =>
    {
        var block = new ArrayBufferWriter<byte>();
        FieldBlockEncoder.Response(block, 200, lines);
        FieldLine[] expected =
            [new(":status", "200"), .. lines.Select(line => line with { Name = line.Name.ToLowerInvariant() })];

        new FieldBlockDecoder(int.MaxValue).Decode(block.WrittenSpan)!.Lines.Should().Equal(expected);
        new HpackDecoder().Decode(block.WrittenSpan).Select(field => new FieldLine(field.Name, field.Value))
            .Should().Equal(expected);
    });

    // What one block adds to the table, the next ones find there, unless it has been evicted.
    [Test]
    public void Both_decoders_agree_about_every_form_of_literal_and_about_the_table() =>
        Gen.Select(s_literal.Array[0, 8].Array[1, 5], Gen.Int[0, 4096]).Holds(blocks =>
        {
            var (sections, size) = blocks;
            var reference = new FieldBlockDecoder(int.MaxValue);
            var kit = new HpackDecoder();
            foreach (var section in sections)
            {
                byte[] block =
                [
                    .. Hpack.SizeUpdate(size),
                    .. section.SelectMany(one => Hpack.Literal(one.Line.Name, one.Line.Value, one.Form, one.Huffman)),
                    .. kit.Dynamic.Count > 0 && section.All(one => one.Form != HpackLiteral.WithIndexing)
                        ? Hpack.Indexed(Hpack.Newest) : [],
                ];
                var before = kit.Dynamic is [var newest, ..] ? newest : default;

                var fields = reference.Decode(block)!.Lines;

                kit.Decode(block).Select(field => new FieldLine(field.Name, field.Value)).Should().Equal(fields);
                kit.Size.Should().Be(reference.TableSize).And.BeLessThanOrEqualTo(size);
                fields.Take(section.Length).Should().Equal(section.Select(one => one.Line));
                if (fields.Count > section.Length)
                    fields[^1].Should().Be(new FieldLine(before.Name, before.Value));
            }
        });

    [Test]
    public void Frames_are_read_as_they_were_written_in_pieces_of_any_size() =>
        Gen.Select(s_frame.Array[0, 8], Gen.Int[1, 400]).Holds(sent =>
        {
            var (frames, size) = sent;
            var buffer = new FrameBuffer();
            foreach (var (type, flags, stream, payload) in frames)
                buffer.Add(type, flags, stream, payload);
            var bytes = buffer.Frames.ToArray();

            using var source = new ByteReader(new MemorySource(bytes, size));
            Read(source).Should().Equal(frames.Select(Describe));
            frames.SelectMany(frame => new KitFrame((byte)frame.Type, (byte)frame.Flags, frame.Stream, frame.Payload).ToBytes())
                .Should().Equal(bytes);
        });

    [Test]
    public void Every_frame_is_recorded_once_wherever_it_is_cut() => Gen.Select(s_frame.Array[1, 8], Inputs.Cuts).Holds(sent =>
    {
        var (frames, cuts) = sent;
        byte[] bytes =
        [
            .. KitFrame.Settings().ToBytes(),
            .. frames.SelectMany(
                frame => new KitFrame((byte)frame.Type, (byte)frame.Flags, frame.Stream, frame.Payload).ToBytes()),
        ];
        var events = new Transcript();
        var recorder = new FrameRecorder("client 1", events);

        foreach (var piece in bytes.CutAt(cuts))
            recorder.Record(WireEvent.Received, piece);

        events.Events.SelectMany(happened => happened.Bytes.ToArray()).Should().Equal(bytes);
        events.Events.Should().OnlyContain(happened => happened.Note.Length > 0);
    });

    private static List<string> Read(ByteReader source)
    {
        var frames = new List<string>();
        var reader = new FrameReader(source);
        do
        {
            while (reader.TryRead(out var frame))
                frames.Add(Describe((frame.Header.Type, frame.Header.Flags, frame.Stream, frame.Payload.ToArray())));
        }
        while (source.FillAsync(default).AsTask().GetAwaiter().GetResult());
        return frames;
    }

    private static string Describe((FrameType Type, FrameFlags Flags, int Stream, byte[] Payload) frame) =>
        $"{(byte)frame.Type} {(byte)frame.Flags} {frame.Stream} {Convert.ToHexString(frame.Payload)}";
}
