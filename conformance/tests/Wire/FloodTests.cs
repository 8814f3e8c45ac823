using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Origins;
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
    public async Task So_are_connections_without_end(CancellationToken cancel)
    {
        var transcript = new Transcript(new Limits { Connections = 2 });
        await using var origins = new OriginFactory(new(IPAddress.Loopback, "127.0.0.1", null), transcript, new Waits(), cancel);
        await using var origin = await origins.EchoAsync();

        using var first = await DialAsync(origin, cancel);
        using var second = await DialAsync(origin, cancel);
        (await origin.SentinelAsync(cancel)).Should().Be(2);
        transcript.Traffic.Flood.Should().BeNull();
        using var third = await DialAsync(origin, cancel);

        (await transcript.Traffic.Flooding.WaitAsync(cancel)).Message
            .Should().Be($"origin: the proxy opened more than 2 connections to port {origin.Port}");
    }

    [Test]
    public async Task A_peer_may_send_of_its_own_what_it_is_expected_to(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(new Transcript(s_small), cancel: cancel);
        pair.Client.Expect(40_000);
        await pair.FeedAsync(50_000, cancel);

        (await pair.Client.ReadExactlyAsync(50_000, cancel: cancel)).Should().HaveCount(50_000);
        await pair.FeedAsync(10_000, cancel);
        await FloodAsync(() => pair.Client.ReadSomeAsync(cancel: cancel));
    }

    [TestCase("client 1", "client 1: the proxy sent more than 5,000 requests")]
    [TestCase("proxy 1", "proxy 1: the client sent more than 5,000 requests")]
    public void It_is_said_who_floods(string connection, string message) =>
        new Traffic(new()).TooManyRequests(connection).Message.Should().Be(message);

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

    private static async Task<Socket> DialAsync(Origin origin, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(origin.Address, origin.Port), cancel);
        return socket;
    }

    private static async Task<RequirementBrokenException> FloodAsync(Func<Task> read)
    {
        var flood = (await read.Should().ThrowAsync<RequirementBrokenException>()).Which;
        flood.ReasonId.Should().Be(ReasonIds.Flood);
        return flood;
    }
}
