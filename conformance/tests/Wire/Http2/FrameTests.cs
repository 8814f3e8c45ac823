using ConformanceKit.Wire;
using ConformanceKit.Wire.Http2;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Wire.Http2;

/// <summary>Frames as bytes and as words, and how a connection is recorded frame by frame.</summary>
[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class FrameTests
{
    private static readonly byte[] s_abc = "abc"u8.ToArray();
    private static readonly byte[] s_block = Hpack.Block(new(":method", "CONNECT"), new(":authority", "o:1"));

    private static IEnumerable<TestCaseData> Frames =>
    [
        new(Frame.Data(1, s_abc), "00000300000000000161 62 63", "DATA, stream 1: 3 bytes"),
        new(Frame.Data(3, s_abc, true, 2), "0000060009000000030261 62 63 0000",
            "DATA, stream 3, END_STREAM, PADDED: 3 bytes, and 2 of padding"),
        new(Frame.RstStream(1, ErrorCodes.ConnectError), "0000040300000000010000000a", "RST_STREAM, stream 1: CONNECT_ERROR"),
        new(Frame.Settings(new(Setting.InitialWindowSize, 0), new(0xabc, 1)), "00000c040000000000 000400000000 0abc00000001",
            "SETTINGS: INITIAL_WINDOW_SIZE=0, 0xabc=1"),
        new(Frame.SettingsAck(), "000000040100000000", "SETTINGS, ACK"),
        new(Frame.Ping("12345678"u8.ToArray(), true), "0000080601000000003132333435363738",
            "PING, ACK: 3132333435363738"),
        new(Frame.GoAway(5, ErrorCodes.ProtocolError), "0000080700000000000000000500000001",
            "GOAWAY: PROTOCOL_ERROR, last stream 5"),
        new(Frame.WindowUpdate(0, 7), "00000408000000000000000007", "WINDOW_UPDATE: 7"),
        new(Frame.Priority(1), "000005020000000001000000000f", "PRIORITY, stream 1"),
        new(Frame.Headers(1, s_abc, true), "000003010500000001616263", "HEADERS, stream 1, END_STREAM, END_HEADERS: 3 bytes"),
        new(Frame.Continuation(1, s_abc, false), "000003090000000001616263", "CONTINUATION, stream 1: 3 bytes"),
        new(new Frame(0xfa, 0x81, 9, s_abc), "000003fa8100000009616263", "frame of type 0xfa, stream 9, 0x81: 3 bytes"),
        new(new Frame(FrameTypes.Data, FrameFlags.Padded, 1, new byte[] { 9 }), "00000100080000000109",
            "DATA, stream 1, PADDED: 1 byte, fewer than its padding"),
    ];

    [TestCaseSource(nameof(Frames))]
    public void A_frame_is_the_bytes_that_the_RFC_says(Frame frame, string hex, string words)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        frame.ToBytes().Should().Equal(bytes);
        frame.ToString().Should().Be(words);
        Frame.Read(bytes)!.ToBytes().Should().Equal(bytes);
        for (var length = 0; length < bytes.Length; length++)
            Frame.Read(bytes.AsSpan(0, length)).Should().BeNull("{0} bytes are not all of it", length);
    }

    [Test]
    public void Each_frame_is_one_event_wherever_the_bytes_are_split()
    {
        byte[] all =
        [
            .. Preface.Bytes.Span, .. Frame.Settings().ToBytes(),
            .. Frame.Headers(1, s_block.AsMemory(0, 5), endHeaders: false).ToBytes(),
            .. Frame.Continuation(1, s_block.AsMemory(5)).ToBytes(), .. Frame.Data(1, s_abc, endStream: true).ToBytes(),
        ];
        for (var split = 0; split <= all.Length; split++)
        {
            var transcript = new Transcript();
            var recorder = new FrameRecorder("client 1", transcript);
            recorder.Record(WireEvent.Sent, all.AsSpan(0, split));
            recorder.Record(WireEvent.Sent, all.AsSpan(split));

            transcript.Events.Select(happened => happened.Note).Should().Equal(
                "connection preface",
                "SETTINGS",
                "HEADERS, stream 1: 5 bytes",
                "CONTINUATION, stream 1, END_HEADERS: :method: CONNECT; :authority: o:1",
                "DATA, stream 1, END_STREAM: 3 bytes");
            transcript.Events.SelectMany(happened => happened.Bytes.ToArray()).Should().Equal(all);
        }
    }

    [Test]
    public void What_is_no_frame_is_recorded_at_the_end()
    {
        var transcript = new Transcript();
        var recorder = new FrameRecorder("client 1", transcript);
        recorder.Record(WireEvent.Received, Frame.Settings().ToBytes());
        recorder.Record(WireEvent.Received, "HTTP/1.1 400"u8);
        recorder.Finish(WireEvent.Received);

        transcript.Events.Select(happened => happened.Note).Should().Equal("SETTINGS", "incomplete frame of 12 bytes");
    }

    [Test]
    public void A_field_section_that_cannot_be_decoded_says_why()
    {
        var transcript = new Transcript();
        var recorder = new FrameRecorder("client 1", transcript);
        recorder.Record(WireEvent.Received, Frame.Headers(1, new byte[] { 0x80 }).ToBytes());

        transcript.Events[0].Note.Should().Be("HEADERS, stream 1, END_HEADERS: the index 0 is in no table");
    }

    [Test]
    public void Many_DATA_frames_become_one_event_and_what_ends_a_stream_stays_one()
    {
        var transcript = new Transcript();
        var recorder = new FrameRecorder("client 1", transcript);
        for (var at = 0; at < 500; at++)
            recorder.Record(WireEvent.Received, Frame.Data(1, new byte[16384]).ToBytes());
        recorder.Record(WireEvent.Received, Frame.Data(1, s_abc, endStream: true).ToBytes());
        for (var at = 0; at < 300; at++)
            recorder.Record(WireEvent.Received, Frame.RstStream((2 * at) + 3, ErrorCodes.Cancel).ToBytes());

        transcript.Events.Should().HaveCount(302);
        transcript.Events[0].Note.Should().Be("DATA, stream 1, in 500 frames");
        transcript.Events[0].Length.Should().Be(500 * (16384 + Frame.HeaderLength));
        transcript.Events[1].Note.Should().Be("DATA, stream 1, END_STREAM: 3 bytes");
        transcript.Events[301].Note.Should().Be("RST_STREAM, stream 601: CANCEL");
    }
}
