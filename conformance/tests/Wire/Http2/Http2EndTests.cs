using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Wire.Http2;
using FluentAssertions;
using NUnit.Framework;
using static ConformanceKit.Tests.Wire.Http2.RawServer;

namespace ConformanceKit.Tests.Wire.Http2;

/// <summary>How streams and connections end, and what is said of it.</summary>
[TestFixture, Parallelizable(ParallelScope.All)]
[CancelAfter(60_000)]
internal sealed class Http2EndTests
{
    private static readonly Waits s_short = new()
    {
        Reply = TimeSpan.FromMilliseconds(80),
        Quiet = TimeSpan.FromMilliseconds(50),
    };

    private static readonly byte[] s_ok = Hpack.Block(new(":status", "200"), new("x", "y"));

    private static IEnumerable<TestCaseData> Ends =>
    [
        new("", false, "closed-without-reply"),
        new("", true, "reset-without-reply"),
        new("HTTP/1.1 400 Bad Request\r\n\r\n", false, "malformed-frame"),
        new(Text(Frame.Settings()), false, "closed-without-reply"),
        new(Text(Frame.Settings(), Frame.RstStream(1, ErrorCodes.Cancel)), false, "reset-without-reply"),
        new(Text(Frame.Settings(), Frame.GoAway(0, ErrorCodes.ProtocolError)), false, "connection-error"),
        new(Text(Frame.Settings(), Frame.Headers(1, new byte[] { 0x80 })), false, "malformed-frame"),
        new(Text(Frame.Settings(), Frame.Headers(1, s_ok, endHeaders: false), Frame.Ping(new byte[8])), false, "malformed-frame"),
        new(Text(Frame.Settings(), Frame.Continuation(1, s_ok)), false, "malformed-frame"),
        new(Text(Frame.Settings(), Frame.Data(1, new byte[16385])), false, "malformed-frame"),
        new(Text(Frame.Settings(), Frame.Data(1, new byte[1])), false, "malformed-response"),
        new(Text(Frame.Settings(), Frame.Headers(1, Hpack.Block(new Http2Field("x", "y")))), false, "malformed-response"),
    ];

    [TestCaseSource(nameof(Ends))]
    public async Task An_end_instead_of_a_response_has_its_reason(
        string sent, bool reset, string reason, CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        await using var client = await Http2Client.OpenAsync(pair.Client);
        var stream = client.NewStream();
        await pair.ReadOpeningAsync();
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
                "GOAWAY" => Text(Frame.Settings(), Frame.GoAway(0, code)),
                "FIN" => Text(Frame.Settings()),
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
        new(Text(Frame.RstStream(1, ErrorCodes.ProtocolError)), null, false),
        new(Text(Frame.RstStream(1, ErrorCodes.NoError)), "error-code", false),
        new(Text(Frame.GoAway(1, ErrorCodes.CompressionError)), null, true),
        new(Text(Frame.GoAway(1, ErrorCodes.ProtocolError), Frame.RstStream(1, ErrorCodes.NoError)), null, true),
        new(Text(Frame.Headers(1, Hpack.Block(new Http2Field(":status", "400")), endStream: true)), null, false),
        new(Text(Frame.Headers(1, Hpack.Block(new Http2Field(":status", "400"))), Frame.RstStream(1, 1)), null, false),
        new(Text(Frame.Headers(1, Hpack.Block(new Http2Field(":status", "502")), endStream: true)), "status", false),
        new(Text(Frame.Headers(1, s_ok)), "accepted", false),
    ];

    [TestCaseSource(nameof(Outcomes))]
    public async Task A_request_is_taken_for_malformed_or_not(
        string sent, string? reason, bool costsSiblings, CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        await using var client = await Http2Client.OpenAsync(pair.Client);
        var stream = client.NewStream();
        await pair.Peer.SendAsync(Text(Frame.Settings()) + sent, cancel);

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
        await pair.Peer.SendAsync(Text(
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

    private static string Broken(Action grading) =>
        FluentActions.Invoking(grading).Should().Throw<RequirementBrokenException>().Which.ReasonId;
}
