using ConformanceKit.Model;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Wire;

/// <summary>Whoever sends more than anybody sent to it fails, and what it sends goes nowhere.</summary>
[CancelAfter(60_000)]
internal sealed class FloodTests
{
    private static readonly Limits s_small = new() { Bytes = 10_000, Messages = 3, Lines = 5 };

    [Test]
    public async Task More_bytes_than_the_other_side_has_sent_are_a_flood(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(new Transcript(s_small), cancel: cancel);
        await pair.FeedAsync(20_000, cancel);

        var flood = await FloodAsync(() => pair.Client.ReadExactlyAsync(20_000, cancel: cancel));

        flood.Message.Should().Be("client 1: the proxy sent more than 10,000 bytes that nobody sent to it");
        flood.FailsAtAnyLevel.Should().BeTrue();
        flood.Marks.Should().NotBeEmpty();
        pair.Transcript.Traffic.Flood.Should().BeSameAs(flood);
    }

    [Test]
    public async Task What_the_other_side_has_sent_may_arrive_and_become_longer_on_its_way(CancellationToken cancel)
    {
        await using var origin = await WirePair.OpenAsync(new Transcript(s_small), cancel: cancel);
        await using var client = await WirePair.OpenAsync(origin.Transcript, cancel: cancel);

        // What an origin sends arrives at the client, here with as much again around it.
        await origin.Peer.SendAsync(new byte[50_000], cancel);
        await client.FeedAsync(100_000, cancel);

        (await client.Client.ReadExactlyAsync(100_000, cancel: cancel)).Should().HaveCount(100_000);
        client.Transcript.Traffic.Flood.Should().BeNull();
    }

    [Test]
    public async Task A_flood_is_read_no_further_and_closed_at_once(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(new Transcript(s_small), cancel: cancel);
        var feeding = pair.FeedAsync(int.MaxValue, cancel);
        await FloodAsync(() => pair.Client.ReadToEndAsync(cancel: cancel));
        var received = pair.Client.ReceivedLength;

        await FloodAsync(() => pair.Client.ReadToEndAsync(cancel: cancel));
        await pair.Client.DisposeAsync();

        pair.Client.ReceivedLength.Should().Be(received).And.BeLessThan(100_000);
        await feeding.Invoking(one => one).Should().ThrowAsync<IOException>("nobody reads it any more");
    }

    [TestCase("HTTP/1.1 103 Early Hints\r\n\r\n", 4, "more than 3 interim responses to one request")]
    [TestCase("HTTP/1.1 200 OK\r\na:\r\nb:\r\nc:\r\nd:\r\n\r\n", 1, "more than 5 lines in one message")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\na:\r\nb:\r\nc:\r\nd:\r\ne:\r\nf:\r\n\r\n", 1,
        "more than 5 lines in one message")]
    public async Task So_are_small_things_that_cost_more_to_keep_than_to_send(
        string sent, int times, string words, CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(new Transcript(s_small), cancel: cancel);
        await pair.Peer.SendAsync(string.Concat(Enumerable.Repeat(sent, times)), cancel);

        (await FloodAsync(() => pair.Client.ReadResponseAsync("GET", cancel: cancel))).Message.Should().EndWith(words);
    }

    [Test]
    public void Of_what_floods_the_evidence_keeps_the_beginning_and_the_exact_length()
    {
        var transcript = new Transcript();
        for (var at = 0; at < 1_000; at++)
            transcript.Record($"client {at}", WireEvent.Received, new byte[Transcript.CapturedBytes]);
        transcript.Record("client 1", WireEvent.Sent, "still kept"u8);

        var received = transcript.Events.Where(one => one.Kind == WireEvent.Received).ToList();
        received.Sum(one => one.Length).Should().Be(1_000 * Transcript.CapturedBytes);
        received.Sum(one => one.Bytes.Length).Should().Be(Transcript.CapturedInAll);
        transcript.Events[^1].Bytes.Length.Should().Be("still kept".Length);
    }

    private static async Task<RequirementBrokenException> FloodAsync(Func<Task> read)
    {
        var flood = (await read.Should().ThrowAsync<RequirementBrokenException>()).Which;
        flood.ReasonId.Should().Be(ReasonIds.Flood);
        return flood;
    }
}
