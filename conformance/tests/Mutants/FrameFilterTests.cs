using System.Text;
using ConformanceKit.Mutants;
using ConformanceKit.Wire.Http2;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Mutants;

[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class FrameFilterTests
{
    private static readonly byte[] s_connect = Hpack.Block(new(":method", "CONNECT"), new(":authority", "o:1"));

    // The second section refers to the table that the first one has filled.
    private static readonly Frame[] s_client =
    [
        Frame.Settings(new Setting(Setting.InitialWindowSize, 9)),
        Frame.Headers(1, Hpack.Literal("x", "y", HpackLiteral.WithIndexing), endHeaders: false),
        Frame.Continuation(1, s_connect),
        Frame.Data(1, "data"u8.ToArray(), padding: 3),
        new(0xfa, 0x55, 7, "unknown"u8.ToArray()),
        Frame.Headers(3, (byte[])[.. Hpack.Indexed(Hpack.Newest), .. s_connect], endStream: true),
    ];

    [Test]
    public async Task Each_frame_is_seen_and_nothing_changes_wherever_the_bytes_are_split()
    {
        var all = Bytes(s_client);
        for (var split = 0; split <= all.Length; split++)
        {
            var seen = new List<byte>();
            var passed = await PassAsync(new Flaw().Frames(Leg.FromClient, frame =>
            {
                seen.Add(frame.Type);
                return [frame];
            }), all[..split], all[split..]);

            seen.Should().Equal(s_client.Select(frame => frame.Type), "split at {0}", split);
            passed.Should().Equal(all, "split at {0}", split);
        }
    }

    [Test]
    public async Task Every_field_section_is_encoded_again_if_the_flaw_edits_fields()
    {
        var passed = await PassAsync(new Flaw().RequestFields(fields => fields.Remove("x")), Bytes(s_client));

        passed.Should().Equal(Bytes(
            s_client[0], Frame.Headers(1, s_connect), s_client[3], s_client[4], Frame.Headers(3, s_connect, endStream: true)));
    }

    [Test]
    public async Task A_field_section_that_is_longer_than_a_frame_is_continued()
    {
        var value = new string('v', 40_000);
        var passed = await PassAsync(new Flaw().RequestFields(fields => fields.Add("x", value)),
            Bytes(Frame.Headers(1, s_connect, endStream: true)));

        var frames = Frames(passed);
        frames.Select(frame => (frame.Type, frame.EndsStream, frame.Has(FrameFlags.EndHeaders))).Should().Equal(
            (FrameTypes.Headers, true, false), (FrameTypes.Continuation, false, false), (FrameTypes.Continuation, false, true));
        new HpackDecoder().Decode((byte[])[.. frames.SelectMany(frame => frame.Payload.ToArray())]).Should()
            .Equal([new Http2Field(":method", "CONNECT"), new(":authority", "o:1"), new("x", value)]);
    }

    [Test]
    public async Task What_is_not_a_field_section_passes_unchanged_and_so_does_all_that_follows()
    {
        var all = Bytes(Frame.Headers(1, new byte[] { 0xff, 0xff }), s_client[3]);
        var passed = await PassAsync(
            new Flaw().Frames(Leg.FromClient, frame => frame.Type == FrameTypes.Data ? [] : [frame]), all);
        passed.Should().Equal(all);
    }

    [TestCase("GET / HTTP/1.1\r\n\r\n")]
    [TestCase("PRI * HTTP/2.0\r\n\r\nXX")]
    public async Task What_does_not_begin_with_the_preface_passes_unchanged(string text)
    {
        var sink = new RecordingSink();
        var legs = LegsOf(new Flaw().Frames(Leg.FromClient, _ => []), sink, sink);
        await legs.FromClient.SendAsync(Encoding.Latin1.GetBytes(text));
        sink.Text.Should().Be(text);
    }

    [Test]
    public async Task A_frame_that_announces_too_much_passes_at_once()
    {
        byte[] header = [0xff, 0xff, 0xff, FrameTypes.Data, 0, 0, 0, 0, 1];
        (await PassAsync(new Flaw().Frames(Leg.FromClient, _ => []), header)).Should().Equal(header);
    }

    [Test]
    public async Task Half_a_frame_passes_with_the_end()
    {
        var sink = new RecordingSink();
        var legs = LegsOf(new Flaw().Frames(Leg.ToClient, frame => [frame]), sink, sink);
        await legs.ToClient.SendAsync(Frame.SettingsAck().ToBytes().AsMemory(0, 5));
        sink.Text.Should().BeEmpty();
        await legs.ToClient.FinishAsync();
        sink.Text.Should().Be("\0\0\0\u0004\u0001|FIN");
    }

    [Test]
    public async Task A_response_belongs_to_the_request_of_its_stream()
    {
        var seen = new List<string>();
        var flaw = new Flaw().ResponseFields((fields, stream) =>
            seen.Add($"{stream.Id} {stream.Request?.Value(":authority")} {fields.Status} {stream.IsTunnel}"));
        var legs = LegsOf(flaw, new RecordingSink(), new RecordingSink());

        await legs.FromClient.SendAsync((byte[])[.. Preface.Bytes.Span, .. Bytes(s_client)]);
        await legs.ToClient.SendAsync(Bytes(Status(3, "103"), Status(3, "502"), Status(1, "200")));

        seen.Should().Equal("3 o:1 103 False", "3 o:1 502 False", "1 o:1 200 True");
    }

    [Test]
    public async Task A_flaw_can_send_past_the_reference()
    {
        var (proxy, client) = (new RecordingSink(), new RecordingSink());
        var legs = LegsOf(new Flaw().Frames(Leg.ToClient, (frame, streams) =>
        {
            streams.SendToProxy(Frame.RstStream(1, ErrorCodes.Cancel));
            streams.SendToClient(Frame.SettingsAck());
            return [];
        }), proxy, client);

        await legs.ToClient.SendAsync(Status(1, "200").ToBytes());

        Frames(proxy.Bytes).Select(frame => frame.ToString()).Should().Equal("RST_STREAM, stream 1: CANCEL");
        Frames(client.Bytes).Select(frame => frame.ToString()).Should().Equal("SETTINGS, ACK");
    }

    private static Frame Status(int stream, string status) =>
        Frame.Headers(stream, Hpack.Block(new Http2Field(":status", status)));

    private static byte[] Bytes(params Frame[] frames) => [.. frames.SelectMany(frame => frame.ToBytes())];

    private static List<Frame> Frames(byte[] bytes)
    {
        var frames = new List<Frame>();
        for (var left = bytes.AsSpan(); Frame.Read(left) is { } frame; left = left[(Frame.HeaderLength + frame.Payload.Length)..])
            frames.Add(frame);
        return frames;
    }

    // What passes after the preface.
    private static async Task<byte[]> PassAsync(Flaw flaw, params byte[][] pieces)
    {
        var sink = new RecordingSink();
        var leg = LegsOf(flaw, sink, sink).FromClient;
        await leg.SendAsync(Preface.Bytes);
        foreach (var piece in pieces)
            await leg.SendAsync(piece);
        return sink.Bytes[Preface.Bytes.Length..];
    }

    private static (ByteSink FromClient, ByteSink ToClient) LegsOf(Flaw flaw, ByteSink proxy, ByteSink client)
    {
        var legs = new LegFilters(flaw, new(client)) { IsHttp2 = true };
        return (legs.FromClient(proxy), legs.ToClient(client));
    }
}
