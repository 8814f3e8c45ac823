using ConformanceKit.Evidence;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Wire;
using ConformanceKit.Wire.Http2;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Wire.Http2;

/// <summary>The kit's client of HTTP/2 against a server that sends what no server sends.</summary>
[TestFixture, Parallelizable(ParallelScope.All)]
[CancelAfter(60_000)]
internal sealed class Http2ClientTests
{
    private static readonly Waits s_short = new()
    {
        Reply = TimeSpan.FromMilliseconds(80),
        Quiet = TimeSpan.FromMilliseconds(50),
    };

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
            await SkipOpeningAsync(pair);
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
        await SkipOpeningAsync(pair, settings: 1);
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
        await SkipOpeningAsync(pair, settings: 1);
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

    private static IEnumerable<TestCaseData> Ends =>
    [
        new("", false, "closed-without-reply"),
        new("", true, "reset-without-reply"),
        new("HTTP/1.1 400 Bad Request\r\n\r\n", false, "malformed-frame"),
        new(Wire(Frame.Settings()), false, "closed-without-reply"),
        new(Wire(Frame.Settings(), Frame.RstStream(1, ErrorCodes.Cancel)), false, "reset-without-reply"),
        new(Wire(Frame.Settings(), Frame.GoAway(0, ErrorCodes.ProtocolError)), false, "connection-error"),
        new(Wire(Frame.Settings(), Frame.Headers(1, new byte[] { 0x80 })), false, "malformed-frame"),
        new(Wire(Frame.Settings(), Frame.Headers(1, s_ok, endHeaders: false), Frame.Ping(new byte[8])), false, "malformed-frame"),
        new(Wire(Frame.Settings(), Frame.Continuation(1, s_ok)), false, "malformed-frame"),
        new(Wire(Frame.Settings(), Frame.Data(1, new byte[16385])), false, "malformed-frame"),
        new(Wire(Frame.Settings(), Frame.Data(1, new byte[1])), false, "malformed-response"),
        new(Wire(Frame.Settings(), Frame.Headers(1, Hpack.Block(new Http2Field("x", "y")))), false, "malformed-response"),
    ];

    [TestCaseSource(nameof(Ends))]
    public async Task An_end_instead_of_a_response_has_its_reason(
        string sent, bool reset, string reason, CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        await using var client = await Http2Client.OpenAsync(pair.Client);
        var stream = client.NewStream();
        await SkipOpeningAsync(pair, settings: 1);
        await pair.Peer.SendAsync(sent, cancel);
        if (reset)
            pair.Peer.Reset();
        else
            pair.Peer.ShutdownSend();

        var waiting = async () => await stream.ResponseAsync();
        var broken = (await waiting.Should().ThrowAsync<RequirementBrokenException>()).Which;
        broken.ReasonId.Should().Be(reason, broken.Message);
        broken.Marks.Should().NotBeEmpty();
    }

    [Test]
    public async Task A_wait_in_vain_ends_and_says_so(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(s_short, cancel);
        await using var client = await Http2Client.OpenAsync(pair.Client);

        var waiting = async () => await client.NewStream().ResponseAsync();
        (await waiting.Should().ThrowAsync<RequirementBrokenException>())
            .WithMessage("client 1, stream 1: expected a response within 0.1 s, but in vain")
            .Which.ReasonId.Should().Be("reply-timeout");
        var ending = async () => await client.EndAsync();
        (await ending.Should().ThrowAsync<RequirementBrokenException>()).Which.ReasonId.Should().Be("not-closed");
    }

    [TestCase("GOAWAY", ErrorCodes.ProtocolError, null)]
    [TestCase("GOAWAY", ErrorCodes.InternalError, "error-code")]
    [TestCase("FIN", 0u, null)]
    [TestCase("HTTP/1.1 400", 0u, "malformed-frame")]
    public async Task An_error_of_the_connection_is_GOAWAY_or_an_end(
        string how, uint code, string? reason, CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        await using var client = await Http2Client.OpenAsync(pair.Client);
        await pair.Peer.SendAsync(
            how switch
            {
                "GOAWAY" => Wire(Frame.Settings(), Frame.GoAway(0, code)),
                "FIN" => Wire(Frame.Settings()),
                _ => how,
            },
            cancel);
        if (how == "FIN")
            pair.Peer.ShutdownSend();

        var error = await client.ErrorAsync();

        if (reason is null)
            error.Should().BeAnError(ErrorCodes.ProtocolError);
        else
            Broken(() => error.Should().BeAnError(ErrorCodes.ProtocolError)).Should().Be(reason);
    }

    private static IEnumerable<TestCaseData> Outcomes =>
    [
        new(Wire(Frame.RstStream(1, ErrorCodes.ProtocolError)), null, false),
        new(Wire(Frame.RstStream(1, ErrorCodes.NoError)), "error-code", false),
        new(Wire(Frame.GoAway(1, ErrorCodes.CompressionError)), null, true),
        new(Wire(Frame.Headers(1, Hpack.Block(new Http2Field(":status", "400")), endStream: true)), null, false),
        new(Wire(Frame.Headers(1, Hpack.Block(new Http2Field(":status", "400"))), Frame.RstStream(1, 1)), null, false),
        new(Wire(Frame.Headers(1, Hpack.Block(new Http2Field(":status", "502")), endStream: true)), "status", false),
        new(Wire(Frame.Headers(1, s_ok)), "accepted", false),
    ];

    [TestCaseSource(nameof(Outcomes))]
    public async Task A_request_is_taken_for_malformed_or_not(
        string sent, string? reason, bool costsSiblings, CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        await using var client = await Http2Client.OpenAsync(pair.Client);
        var stream = client.NewStream();
        await pair.Peer.SendAsync(Wire(Frame.Settings()) + sent, cancel);

        var outcome = await stream.OutcomeAsync();

        outcome.CostsSiblings.Should().Be(costsSiblings);
        var grading = () => outcome.Should().BeMalformed();
        if (reason is null)
            grading.Should().NotThrow();
        else
            grading.Should().Throw<RequirementBrokenException>().Which.ReasonId.Should().Be(reason);
    }

    [Test]
    public async Task The_end_of_a_stream_has_a_kind_and_a_code(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        await using var client = await Http2Client.OpenAsync(pair.Client);
        var (first, second, third) = (client.NewStream(), client.NewStream(), client.NewStream());
        await pair.Peer.SendAsync(Wire(
            Frame.Settings(), Frame.Headers(1, s_ok), Frame.Data(1, "a"u8.ToArray(), endStream: true),
            Frame.RstStream(3, ErrorCodes.ConnectError), Frame.GoAway(3, ErrorCodes.NoError)), cancel);

        await first.ResponseAsync();
        var finished = await first.ReadToEndAsync();
        finished.Should().BeEndStream().And.HaveBytes("a");
        Broken(() => finished.Should().BeReset()).Should().Be("end-not-reset");
        Broken(() => finished.Should().BeAnError()).Should().Be("end-not-reset");

        var reset = await second.ReadToEndAsync();
        reset.Should().BeReset(ErrorCodes.Cancel, ErrorCodes.ConnectError).And.BeAnError();
        Broken(() => reset.Should().BeReset(ErrorCodes.Cancel)).Should().Be("error-code");
        Broken(() => reset.Should().BeEndStream()).Should().Be("end-not-fin");

        var left = await third.ReadToEndAsync();
        (left.Kind, left.Code).Should().Be((StreamEndKind.GoAway, ErrorCodes.NoError));
        Broken(() => left.Should().BeAnError()).Should().Be("error-code");
    }

    [Test]
    public async Task A_failure_points_at_the_frames_that_it_is_about(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        await using var client = await Http2Client.OpenAsync(pair.Client);
        var stream = client.NewStream();
        await pair.Peer.SendAsync(Wire(
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

    private static string Broken(Action grading) =>
        FluentActions.Invoking(grading).Should().Throw<RequirementBrokenException>().Which.ReasonId;

    private static string Wire(params Frame[] frames) =>
        System.Text.Encoding.Latin1.GetString([.. frames.SelectMany(frame => frame.ToBytes())]);

    private static Task<byte[]> SkipOpeningAsync(WirePair pair, int settings = 1) =>
        pair.Peer.ReadExactlyAsync(Preface.Bytes.Length + Frame.HeaderLength + (6 * settings));
}
