using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ConformanceKit.Model;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Wire;

[CancelAfter(20_000)]
internal sealed class WireConnectionTests
{
    private static readonly Waits s_short = new()
    {
        Reply = TimeSpan.FromMilliseconds(80),
        Quiet = TimeSpan.FromMilliseconds(50),
    };

    [Test]
    public async Task A_fin_and_a_reset_are_told_apart(CancellationToken cancel)
    {
        await using var ordered = await WirePair.OpenAsync(cancel: cancel);
        await ordered.Peer.SendAsync("bye", cancel);
        ordered.Peer.ShutdownSend();
        var fin = await ordered.Client.ReadToEndAsync(cancel: cancel);
        fin.Kind.Should().Be(EndKind.Fin);
        fin.Bytes.Should().Equal("bye"u8.ToArray());
        (ordered.Client.PeerFinished, ordered.Client.PeerReset).Should().Be((true, false));

        await using var aborted = await WirePair.OpenAsync(cancel: cancel);
        aborted.Peer.Reset();
        var reset = await aborted.Client.ReadToEndAsync(cancel: cancel);
        reset.Kind.Should().Be(EndKind.Reset);
        (aborted.Client.PeerFinished, aborted.Client.PeerReset).Should().Be((false, true));
    }

    [TestCase("", false, "closed-without-reply")]
    [TestCase("", true, "reset-without-reply")]
    [TestCase("HTTP/1.1 200 OK\r\n", false, "closed-early")]
    [TestCase("HTTP/1.1 200 OK\r\n", true, "reset-early")]
    public async Task An_end_instead_of_a_reply_has_its_reason(string sent, bool reset, string reason, CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        await pair.Peer.SendAsync(sent, cancel);
        var reading = pair.Client.ReadHeadAsync(cancel: cancel);
        // The peer's reset must not overtake its bytes.
        while (pair.Client.ReceivedLength < sent.Length)
            await Task.Yield();
        if (reset)
            pair.Peer.Reset();
        else
            pair.Peer.ShutdownSend();

        var result = async () => await reading;
        (await result.Should().ThrowAsync<RequirementBrokenException>()).Which.ReasonId.Should().Be(reason);
    }

    [Test]
    public async Task A_client_that_waits_in_vain_is_told_what_the_origin_has(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(s_short, cancel);
        await pair.Client.SendAsync("POST /x HTTP/1.1\r\n\r\n", cancel);
        await pair.Peer.ReadRequestHeadAsync(cancel: cancel);

        var reading = async () => await pair.Client.ReadHeadAsync(cancel: cancel);

        (await reading.Should().ThrowAsync<RequirementBrokenException>()).Which.Message
            .Should().EndWith("but got nothing; origin 1 had received \"POST /x HTTP/1.1\\r\\n\\r\\n\"");
    }

    [Test]
    public async Task Where_a_call_has_no_token_the_one_of_the_dial_ends_its_wait()
    {
        using var over = new CancellationTokenSource();
        await using var pair = await WirePair.OpenAsync(cancel: over.Token);

        var reading = pair.Client.ReadSomeAsync();
        await over.CancelAsync();

        await FluentActions.Awaiting(() => reading).Should().ThrowAsync<OperationCanceledException>();
    }

    [TestCase(false,
        "expected a response after \"HTTP/1.1 103 Early Hints\", but the proxy closed the connection without sending "
        + "another byte")]
    [TestCase(true, "expected a response after \"HTTP/1.1 103 Early Hints\" within 0.1 s, but got nothing")]
    public async Task What_ends_behind_an_interim_response_did_send_something(bool silent, string message,
        CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(s_short, cancel);
        await pair.Peer.SendAsync("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", cancel);
        if (!silent)
            pair.Peer.ShutdownSend();

        var reading = async () => await pair.Client.ReadResponseAsync("GET", cancel: cancel);

        (await reading.Should().ThrowAsync<RequirementBrokenException>()).Which.Message.Should().EndWith(message);
    }

    [Test]
    public async Task A_missing_reply_times_out_and_loses_nothing(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(s_short, cancel);
        await pair.Peer.SendAsync("HTTP/1.1 200", cancel);

        var reading = async () => await pair.Client.ReadHeadAsync(cancel: cancel);

        var broken = (await reading.Should().ThrowAsync<RequirementBrokenException>()).Which;
        broken.ReasonId.Should().Be("reply-timeout");
        broken.Message.Should().Contain("HTTP/1.1 200");
        await pair.Peer.SendAsync(" OK\r\n\r\n", cancel);
        (await pair.Client.ReadHeadAsync(cancel: cancel)).RawStatusLine.Should().Be("HTTP/1.1 200 OK");
    }

    [Test]
    public async Task Missing_bytes_time_out(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(s_short, cancel);
        await pair.Peer.SendAsync("ab", cancel);

        (await Reason(() => pair.Client.ReadExactlyAsync(3, cancel: cancel))).Should().Be("bytes-timeout");
        (await Reason(() => pair.Client.ReadUntilAsync("\r\n"u8.ToArray(), cancel: cancel))).Should().Be("bytes-timeout");
        (await Reason(() => pair.Client.ReadToEndAsync(cancel: cancel))).Should().Be("not-closed");
        (await Reason(() => pair.Client.ReadSomeAsync(cancel: cancel))).Should().Be("bytes-timeout");
    }

    [Test]
    public async Task The_callers_cancellation_stays_a_cancellation(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(30));

        var reading = async () => await pair.Client.ReadHeadAsync(cancel: source.Token);

        await reading.Should().ThrowAsync<OperationCanceledException>();
        await pair.Peer.SendAsync("x", cancel);
        (await pair.Client.ReadExactlyAsync(1, cancel: cancel)).Should().Equal((byte)'x');
    }

    [Test]
    public async Task A_marker_is_found_at_every_split(CancellationToken cancel)
    {
        const string text = "ab\r\r\n\r\ncd";
        for (var split = 0; split <= text.Length; split++)
        {
            await using var pair = await WirePair.OpenAsync(cancel: cancel);
            var reading = pair.Client.ReadUntilAsync("\r\n\r\n"u8.ToArray(), cancel: cancel);
            await pair.Peer.SendPiecesAsync([text[..split], text[split..]], cancel);

            (await reading).Should().Equal("ab\r\r\n\r\n"u8.ToArray());
            (await pair.Client.ReadExactlyAsync(2, cancel: cancel)).Should().Equal("cd"u8.ToArray());
        }
    }

    [Test]
    public async Task Silence_is_told_from_bytes(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        (await pair.Client.ExpectSilenceAsync(cancel: cancel)).Should().BeEmpty();
        await pair.Peer.SendAsync("x", cancel);
        (await pair.Client.ExpectSilenceAsync(TimeSpan.FromSeconds(5), cancel)).Should().Equal((byte)'x');
        pair.Peer.ShutdownSend();
        (await pair.Client.ExpectSilenceAsync(TimeSpan.FromSeconds(5), cancel)).Should().BeEmpty();
        pair.Client.PeerFinished.Should().BeTrue();
    }

    [Test]
    public async Task Disposing_with_unread_bytes_makes_no_reset(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        await pair.Client.SendAsync("the client's last words", cancel);
        await pair.Peer.SendAsync(new byte[100_000], cancel);
        (await pair.Client.ReadExactlyAsync(1, cancel: cancel)).Should().HaveCount(1);

        await pair.Client.DisposeAsync();

        (await pair.Peer.ReadToEndAsync(cancel: cancel)).Should().BeEquivalentTo(new { Kind = EndKind.Fin, Length = 23L });
    }

    [Test]
    public async Task Disposing_does_not_wait_for_a_peer_that_never_stops_sending(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        var sending = Task.Run(async () =>
        {
            while (await pair.Peer.TrySendAsync(new byte[65_536], cancel))
            {
            }
        }, cancel);
        await pair.Client.ReadExactlyAsync(100_000, cancel: cancel);

        await pair.Client.DisposeAsync();

        await sending;
        pair.Peer.PeerReset.Should().BeTrue("what it still sends no longer has a reader");
    }

    [Test]
    public async Task A_proxy_that_resets_on_accept_is_graded_and_no_harness_error(CancellationToken cancel)
    {
        for (var i = 0; i < 20; i++)
        {
            using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen();
            var resetting = Task.Run(async () => (await listener.AcceptAsync(cancel)).Close(0), cancel);

            await using var client = await WireConnection.DialAsync((IPEndPoint)listener.LocalEndPoint!, new(), new(), cancel);
            await resetting;

            var asking = async () =>
            {
                await client.SendAsync("GET / HTTP/1.1\r\n\r\n", cancel);
                await client.ReadHeadAsync(cancel: cancel);
            };
            (await Reason(asking)).Should().Be("reset-without-reply");
        }
    }

    [Test]
    public async Task A_bulk_transfer_is_hashed_and_keeps_few_events(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        var data = RandomNumberGenerator.GetBytes(8 * 1024 * 1024);
        var sending = Task.Run(async () =>
        {
            await pair.Peer.SendAsync(data, cancel);
            await pair.Peer.SendAsync(data, cancel);
            pair.Peer.ShutdownSend();
        }, cancel);

        (await pair.Client.HashExactlyAsync(data.Length, cancel: cancel))
            .Should().Be(Convert.ToHexStringLower(SHA256.HashData(data)));
        var end = await pair.Client.HashToEndAsync(cancel: cancel);
        await sending;

        end.Should().BeEquivalentTo(new { Kind = EndKind.Fin, Length = (long)data.Length, Bytes = Array.Empty<byte>() });
        end.Sha256.Should().Be(Convert.ToHexStringLower(SHA256.HashData(data)));
        pair.Transcript.Events.Should().HaveCountLessThan(30);
        pair.Transcript.Events.Where(e => e.Kind == WireEvent.Received).Sum(e => e.Length).Should().Be(2L * data.Length);
    }

    [Test]
    public async Task Sending_to_a_peer_that_reset_is_told_and_its_reply_stays_readable(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        pair.Peer.Reset();
        var taken = true;
        for (var i = 0; taken && i < 100; i++)
            taken = await pair.Client.TrySendAsync(new byte[1000], cancel);

        taken.Should().BeFalse();
        (await Reason(() => pair.Client.SendAsync("x", cancel))).Should().Be("reset-without-reply");
        (await pair.Client.ReadToEndAsync(cancel: cancel)).Kind.Should().Be(EndKind.Reset);
    }

    [Test]
    public async Task A_peer_that_takes_nothing_more_times_out(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(s_short, cancel);

        (await Reason(() => pair.Client.SendAsync(new byte[64 * 1024 * 1024], cancel))).Should().Be("bytes-timeout");
    }

    [Test]
    public async Task The_transcript_tells_the_whole_story(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        await pair.Client.SendAsync("ping", cancel);
        await pair.Peer.ReadExactlyAsync(4, cancel: cancel);
        pair.Client.ShutdownSend();
        await pair.Peer.ReadToEndAsync(cancel: cancel);
        pair.Peer.Reset();
        await pair.Client.ReadToEndAsync(cancel: cancel);

        Story("client 1").Should().Equal(WireEvent.Opened, WireEvent.Sent, WireEvent.FinSent, WireEvent.ResetReceived);
        Story("origin 1").Should().Equal(WireEvent.Opened, WireEvent.Received, WireEvent.FinReceived, WireEvent.ResetSent);
        IEnumerable<WireEvent> Story(string name) => pair.Transcript.Events.Where(e => e.Connection == name).Select(e => e.Kind);
    }

    [Test]
    public async Task A_proxy_that_refuses_the_dial_is_no_verdict(CancellationToken cancel)
    {
        using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var dialling = async () => await WireConnection.DialAsync((IPEndPoint)bound.LocalEndPoint!, new(), s_short, cancel);

        await dialling.Should().ThrowAsync<HarnessException>();
    }

    private static async Task<string> Reason(Func<Task> reading) =>
        (await reading.Should().ThrowAsync<RequirementBrokenException>()).Which.ReasonId;
}
