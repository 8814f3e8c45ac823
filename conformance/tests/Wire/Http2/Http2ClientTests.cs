using ConformanceKit.Evidence;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Wire;
using ConformanceKit.Wire.Http2;
using FluentAssertions;
using NUnit.Framework;
using static ConformanceKit.Tests.Wire.Http2.RawServer;

namespace ConformanceKit.Tests.Wire.Http2;

/// <summary>The kit's client of HTTP/2 against a server that sends what no server sends.</summary>
[TestFixture, Parallelizable(ParallelScope.All)]
[CancelAfter(60_000)]
internal sealed class Http2ClientTests
{
    private static readonly byte[] s_ok = Hpack.Block(new(":status", "200"), new("x", "y"));

    [Test]
    public async Task A_response_is_understood_wherever_its_bytes_are_split(CancellationToken cancel)
    {
        byte[] all =
        [
            .. Frame.Settings().ToBytes(), .. Frame.Headers(1, Hpack.Block(new Http2Field(":status", "103"))).ToBytes(),
            .. Frame.Headers(1, s_ok.AsMemory(0, 3), endHeaders: false).ToBytes(),
            .. Frame.Continuation(1, s_ok.AsMemory(3)).ToBytes(), .. Frame.Data(1, "abc"u8.ToArray(), padding: 3).ToBytes(),
            .. Frame.Headers(1, Hpack.Block(new Http2Field("t", "u")), endStream: true).ToBytes(),
        ];
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        await using var client = await Http2Client.OpenAsync(pair.Client);
        var stream = client.NewStream();
        await pair.Peer.SendBytewiseAsync(all, cancel);

        var response = await stream.ResponseAsync();
        response.Status.Should().Be(200);
        response.Interim.Should().ContainSingle().Which.Status.Should().Be(103);
        response.Values("X").Should().Equal("y");
        var end = await stream.ReadToEndAsync();
        end.Bytes.Should().Equal("abc"u8.ToArray());
        end.Trailers.Should().Equal(new Http2Field("t", "u"));
        end.Kind.Should().Be(StreamEndKind.EndStream);
    }

    [Test]
    public async Task What_every_client_owes_is_answered_unless_the_scenario_says_otherwise(CancellationToken cancel)
    {
        foreach (var answers in (bool[])[true, false])
        {
            await using var pair = await WirePair.OpenAsync(cancel: cancel);
            await using var client = await Http2Client.OpenAsync(pair.Client, new Http2Options
            {
                AcknowledgesSettings = answers,
                AnswersPings = answers,
            });
            await pair.ReadOpeningAsync();
            byte[] asked = [.. Frame.Settings().ToBytes(), .. Frame.Ping(new byte[8]).ToBytes()];
            await pair.Peer.SendAsync(asked, cancel);
            await client.SettingsAsync();
            await client.NextAsync("PING", frame => frame.Type == FrameTypes.Ping);

            byte[] owed = [.. Frame.SettingsAck().ToBytes(), .. Frame.Ping(new byte[8], ack: true).ToBytes()];
            if (answers)
                (await pair.Peer.ReadExactlyAsync(owed.Length, cancel: cancel)).Should().Equal(owed);
            else
                (await pair.Peer.ExpectSilenceAsync(cancel: cancel)).Should().BeEmpty();
        }
    }

    [Test]
    public async Task Windows_are_credited_when_half_of_them_is_used_up_with_the_padding(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        await using var client = await Http2Client.OpenAsync(
            pair.Client, new Http2Options { Settings = [new(Setting.InitialWindowSize, 100)] });
        await pair.ReadOpeningAsync();
        client.NewStream();
        byte[] start = [.. Frame.Settings().ToBytes(), .. Frame.Headers(1, s_ok).ToBytes(),
            .. Frame.Data(1, new byte[39], padding: 9).ToBytes(), .. Frame.Data(1, new byte[1]).ToBytes()];
        await pair.Peer.SendAsync(start, cancel);

        (await pair.Peer.ReadExactlyAsync(9, cancel: cancel)).Should().Equal(Frame.SettingsAck().ToBytes());
        (await pair.Peer.ReadExactlyAsync(13, cancel: cancel)).Should().Equal(Frame.WindowUpdate(1, 50).ToBytes());
        client.Overruns.Should().BeEmpty();
        await pair.Peer.SendAsync(Frame.Data(1, new byte[101]).ToBytes(), cancel);
        await client.NewStream(1).ReadExactlyAsync(141);
        client.Overruns.Should().ContainSingle();
        FluentActions.Invoking(() => client.Should().HaveKeptToItsWindows()).Should().Throw<RequirementBrokenException>()
            .Which.ReasonId.Should().Be("flow-control");
    }

    [Test]
    public async Task Data_waits_for_the_windows_and_frames_by_hand_do_not(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        await using var client = await Http2Client.OpenAsync(
            pair.Client, new Http2Options { AcknowledgesSettings = false });
        await pair.ReadOpeningAsync();
        await pair.Peer.SendAsync(Frame.Settings(new Setting(Setting.InitialWindowSize, 2)).ToBytes(), cancel);
        await client.SettingsAsync();
        var stream = client.NewStream();

        var sending = stream.SendAsync("abcde"u8.ToArray(), endStream: true);
        (await pair.Peer.ReadExactlyAsync(11, cancel: cancel)).Should().Equal(Frame.Data(1, "ab"u8.ToArray()).ToBytes());
        (await pair.Peer.ExpectSilenceAsync(cancel: cancel)).Should().BeEmpty();
        await client.SendAsync(Frame.Data(3, "by hand"u8.ToArray()));
        (await pair.Peer.ReadExactlyAsync(16, cancel: cancel)).Should().Equal(Frame.Data(3, "by hand"u8.ToArray()).ToBytes());
        await pair.Peer.SendAsync(Frame.WindowUpdate(1, 3).ToBytes(), cancel);
        await sending;
        (await pair.Peer.ReadExactlyAsync(12, cancel: cancel)).Should().Equal(Frame.Data(1, "cde"u8.ToArray(), true).ToBytes());
        client.SendWindowLeft.Should().Be(65535 - 5 - 7);

        var padded = stream.SendPaddedAsync("f"u8.ToArray(), padding: 2);
        await pair.Peer.SendAsync(Frame.WindowUpdate(1, 3).ToBytes(), cancel);
        (await pair.Peer.ExpectSilenceAsync(cancel: cancel)).Should().BeEmpty("padding and its length count too");
        await pair.Peer.SendAsync(Frame.WindowUpdate(1, 1).ToBytes(), cancel);
        await padded;
        (await pair.Peer.ReadExactlyAsync(13, cancel: cancel)).Should().Equal(Frame.Data(1, "f"u8.ToArray(), false, 2).ToBytes());
    }

    [Test]
    public async Task A_failure_points_at_the_frames_that_it_is_about(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        await using var client = await Http2Client.OpenAsync(pair.Client);
        var stream = client.NewStream();
        await pair.Peer.SendAsync(Text(
            Frame.Settings(), Frame.Headers(1, s_ok.AsMemory(0, 1), endHeaders: false), Frame.Continuation(1, s_ok.AsMemory(1)),
            Frame.Data(1, "ab"u8.ToArray()), Frame.Data(1, "c"u8.ToArray()), Frame.RstStream(1, ErrorCodes.Cancel)), cancel);

        Pointed((await stream.ResponseAsync()).Marks).Should().Equal("HEADERS, stream 1: 1 byte",
            "CONTINUATION, stream 1, END_HEADERS: :status: 200; x: y");
        var data = await stream.ReadExactlyAsync(3);
        Pointed(data.Marks()).Should().Equal("DATA, stream 1: 2 bytes", "DATA, stream 1: 1 byte");
        Pointed((await stream.ReadToEndAsync()).Marks).Should().Equal("RST_STREAM, stream 1: CANCEL");

        IEnumerable<string> Pointed(IReadOnlyList<Mark> marks) =>
            Breaks.Of(pair.Transcript.Events, marks).Select(place => pair.Transcript.Events[place.Event].Note);
    }
}
