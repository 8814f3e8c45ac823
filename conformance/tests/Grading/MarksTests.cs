using System.Text;
using ConformanceKit.Evidence;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Tests.Wire;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Grading;

/// <summary>What a failure points at, for bytes that were really sent and received.</summary>
[CancelAfter(20_000)]
internal sealed class MarksTests
{
    private const string Reply =
        "HTTP/1.1 200 OK\r\nVia: 1.1 a,\r\n\t1.1 b\r\nX-One: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "2\r\nok\r\n0\r\nX-Last: 2\r\n\r\n";

    private static readonly Waits s_short = new() { Reply = TimeSpan.FromMilliseconds(50) };

    private static CancellationToken Cancel => TestContext.CurrentContext.CancellationToken;

    private static IEnumerable<TestCaseData> Broken()
    {
        yield return Case("HTTP/1.1 200 OK", response => response.Should().HaveStatus(407));
        yield return Case("X-One: 1", response => response.Should().NotHaveField("X-One"));
        yield return Case("Via: 1.1 a,\r\n\t1.1 b", response => response.Should().HaveFieldValue("Via", "x"));
        yield return Case("X-Last: 2", response => response.Should().NotHaveTrailer("X-Last"));
        yield return Case(Reply[..(Reply.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)],
            response => response.Should().HaveField("Date"));
        yield return Case(Reply[(Reply.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..],
            response => response.Should().HaveBody("no"));
        yield return Case("X-One: 1\r\n", response => response.RawHead.Should().NotContain("X-One: 1\r\n"));
    }

    [TestCaseSource(nameof(Broken))]
    public async Task A_failure_about_a_message_points_at_the_part_that_it_is_about(
        string expected, Action<WireResponse> assertion)
    {
        await using var pair = await WirePair.OpenAsync(cancel: Cancel);

        // Something precedes it, and it arrives in two pieces.
        await pair.Peer.SendAsync($"before{Reply[..40]}", Cancel);
        await pair.Client.ReadExactlyAsync(6, cancel: Cancel);
        await pair.Peer.SendAsync(Reply[40..], Cancel);
        var response = await pair.Client.ReadResponseAsync("GET", cancel: Cancel);

        (await MarkedAsync(pair, () => Task.Run(() => assertion(response)))).Should().Be(expected);
    }

    [Test]
    public async Task A_failure_about_bytes_points_at_where_they_begin_to_differ()
    {
        await using var pair = await WirePair.OpenAsync(cancel: Cancel);
        await pair.Peer.SendAsync("pong!", Cancel);
        var got = await pair.Client.ReadExactlyAsync(4, cancel: Cancel);

        (await MarkedAsync(pair, () => Task.Run(() => got.Should().Equal("ping")))).Should().Be("ong");
    }

    [Test]
    public async Task What_does_not_come_is_marked_where_the_wait_for_it_ends()
    {
        await using var pair = await WirePair.OpenAsync(s_short, Cancel);

        (await MarkedAsync(pair, () => pair.Client.ReadHeadAsync(cancel: Cancel))).Should()
            .Be("client 1 Note waited 0.1 s in vain for a response");
    }

    [Test]
    public async Task The_wrong_end_is_marked_itself()
    {
        await using var pair = await WirePair.OpenAsync(cancel: Cancel);
        await pair.Peer.SendAsync("abc", Cancel);
        pair.Peer.ShutdownSend();
        var end = await pair.Client.ReadToEndAsync(cancel: Cancel);

        (await MarkedAsync(pair, () => Task.Run(() => end.Should().BeReset()))).Should().Be("client 1 FinReceived ");
        (await MarkedAsync(pair, () => Task.Run(() => end.Should().HaveBytes("abcd")))).Should().Be("client 1 FinReceived ");
        (await MarkedAsync(pair, () => Task.Run(() => end.Should().HaveBytes("ab")))).Should().Be("c");
    }

    private static TestCaseData Case(string expected, Action<WireResponse> assertion) =>
        new TestCaseData(expected, assertion).SetArgDisplayNames(expected.ReplaceLineEndings(" "));

    // The marked bytes, or what is known of the marked event.
    private static async Task<string> MarkedAsync(WirePair pair, Func<Task> assertion)
    {
        var broken = await assertion.Should().ThrowAsync<RequirementBrokenException>();
        var evidence = pair.Transcript.Events;
        broken.Which.Marks.Should().NotBeEmpty();
        return string.Concat(Breaks.Of(evidence, broken.Which.Marks).Select(place => place.Length == 0
            ? $"{evidence[place.Event].Connection} {evidence[place.Event].Kind} {evidence[place.Event].Note}"
            : Encoding.Latin1.GetString(evidence[place.Event].Bytes.Span.Slice((int)place.Offset, (int)place.Length))));
    }
}
