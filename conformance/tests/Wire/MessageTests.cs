using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Wire;

[CancelAfter(20_000)]
internal sealed class MessageTests
{
    [Test]
    public async Task A_reply_is_read_the_same_however_it_is_split(CancellationToken cancel)
    {
        const string reply = "HTTP/1.1 200 OK\r\nA: 1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: 2\r\n\r\n";
        for (var split = 0; split <= reply.Length; split++)
        {
            await using var pair = await WirePair.OpenAsync(cancel: cancel);
            var reading = pair.Client.ReadResponseAsync("GET", cancel: cancel);
            await pair.Peer.SendPiecesAsync([reply[..split], reply[split..] + "next"], cancel);

            var response = await reading;

            response.RawStatusLine.Should().Be("HTTP/1.1 200 OK");
            response.Fields.Select(field => field.Name).Should().Equal("A", "Transfer-Encoding");
            response.BodyText.Should().Be("abc");
            response.BodyEnd.Kind.Should().Be(BodyEndKind.Chunked);
            response.Trailers.Should().ContainSingle().Which.Value.Should().Be("2");
            (await pair.Client.ReadExactlyAsync(4, cancel: cancel)).Should().Equal("next"u8.ToArray());
        }
    }

    [Test]
    public async Task A_reply_of_one_byte_per_segment_is_read(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        var reading = pair.Client.ReadResponseAsync("GET", cancel: cancel);
        await pair.Peer.SendBytewiseAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", cancel);

        (await reading).BodyText.Should().Be("ok");
    }

    [Test]
    public async Task Bytes_behind_a_head_stay_for_the_tunnel(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        await pair.Peer.SendAsync("HTTP/1.1 200 \r\n\r\nSSH-2.0-x\r\n", cancel);

        var response = await pair.Client.ReadResponseAsync("CONNECT", cancel: cancel);

        response.RawStatusLine.Should().Be("HTTP/1.1 200 ");
        response.Body.Should().BeEmpty();
        var stream = pair.Client.AsStream();
        var read = new byte[11];
        await stream.ReadExactlyAsync(read, cancel);
        read.Should().Equal("SSH-2.0-x\r\n"u8.ToArray());
    }

    [TestCase("GET", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", BodyEndKind.Length, "hello")]
    [TestCase("GET", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", BodyEndKind.Incomplete, "hello")]
    [TestCase("GET", "HTTP/1.1 200 OK\r\n\r\nhello", BodyEndKind.Close, "hello")]
    [TestCase("GET", "HTTP/1.0 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nhello", BodyEndKind.Close, "hello")]
    [TestCase("GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", BodyEndKind.Chunked,
        "hello")]
    [TestCase("GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", BodyEndKind.Incomplete, "hello")]
    [TestCase("GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n", BodyEndKind.Incomplete,
        "hello")]
    [TestCase("GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", BodyEndKind.Incomplete, "")]
    [TestCase("GET", "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello", BodyEndKind.Length, "hello")]
    [TestCase("GET", "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello", BodyEndKind.Incomplete, "")]
    [TestCase("GET", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", BodyEndKind.Incomplete, "")]
    [TestCase("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", BodyEndKind.None, "")]
    [TestCase("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", BodyEndKind.None, "")]
    [TestCase("GET", "HTTP/1.1 204 No Content\r\n\r\n", BodyEndKind.None, "")]
    [TestCase("CONNECT", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", BodyEndKind.None, "")]
    [TestCase("CONNECT", "HTTP/1.1 502 Bad\r\nContent-Length: 5\r\n\r\nhello", BodyEndKind.Length, "hello")]
    public async Task A_body_ends_by_its_framing(
        string method, string reply, BodyEndKind end, string body, CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        await pair.Peer.SendAsync(reply, cancel);
        pair.Peer.ShutdownSend();

        var response = await pair.Client.ReadResponseAsync(method, cancel: cancel);

        response.BodyEnd.Kind.Should().Be(end, response.BodyEnd.Reason);
        response.BodyText.Should().Be(body);
    }

    [Test]
    public async Task A_reset_makes_a_close_delimited_body_incomplete(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        await pair.Peer.SendAsync("HTTP/1.1 200 OK\r\n\r\nhel", cancel);
        var head = await pair.Client.ReadHeadAsync(cancel: cancel);
        head.StatusCode.Should().Be(200);
        await pair.Peer.SendAsync("HTTP/1.1 200 OK\r\n\r\nhel", cancel);
        (await pair.Client.ReadExactlyAsync(3, cancel: cancel)).Should().HaveCount(3);
        var reading = pair.Client.ReadResponseAsync("GET", cancel: cancel);
        pair.Peer.Reset();

        var response = await reading;

        response.BodyEnd.Kind.Should().Be(BodyEndKind.Incomplete);
        response.BodyEnd.Reason.Should().Contain("reset");
    }

    [Test]
    public async Task Interim_responses_are_kept_apart(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        await pair.Peer.SendAsync(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No\r\n\r\nHTTP/1.1 101 "
            + "Go\r\n\r\n", cancel);

        var response = await pair.Client.ReadResponseAsync("GET", cancel: cancel);

        response.StatusCode.Should().Be(204);
        response.Interim.Select(interim => interim.StatusCode).Should().Equal(100, 103);
        (await pair.Client.ReadResponseAsync("GET", cancel: cancel)).StatusCode.Should().Be(101);
    }

    [Test]
    public async Task Interim_responses_without_end_are_no_response(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        var sending = pair.Peer.SendAsync(
            string.Concat(Enumerable.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 10_001)) + "HTTP/1.1 204 No\r\n\r\n", cancel);

        var reading = () => pair.Client.ReadResponseAsync("GET", cancel: cancel);

        (await reading.Should().ThrowAsync<RequirementBrokenException>()).Which.ReasonId.Should().Be(ReasonIds.Flood);
        await sending;
    }

    [Test]
    public void A_careless_head_can_be_looked_at()
    {
        var response = WireResponse.Parse(Encoding.Latin1.GetBytes(
            "HTTP/1.1 200\r\nContent-Length : 0\nX: a\r\n b\r\nnonsense\r\nY:\t1 \r\n\r\n"));

        response.RawStatusLine.Should().Be("HTTP/1.1 200");
        response.Fields.Select(field => field.Name).Should().Equal("Content-Length ", "X", "", "Y");
        response.HasField("content-length").Should().BeTrue("whitespace must not hide a field");
        response.Field("X").Should().Be("a b");
        response.Fields[1].IsFolded.Should().BeTrue();
        response.Field("Y").Should().Be("1");
        response.Fields[3].Raw.ToArray().Should().Equal("Y:\t1 "u8.ToArray());
        response.Field("Z").Should().BeNull();
    }

    // Each fold must not copy those before it.
    [Test]
    public void A_value_may_have_very_many_folds()
    {
        const int folds = 300_000;
        var text = $"HTTP/1.1 200 OK\r\nX: 1\r\n{string.Concat(Enumerable.Repeat("\tx\r\n", folds))}Y: 2\r\n\r\n";

        var response = WireResponse.Parse(Encoding.ASCII.GetBytes(text));

        response.Field("X").Should().HaveLength(1 + (2 * folds)).And.StartWith("1 x x");
        response.Field("Y").Should().Be("2");
        response.Fields[0].Raw.Length.Should().Be("X: 1".Length + (folds * "\r\n\tx".Length));
    }

    [TestCase("SSH-2.0-OpenSSH\r\n\r\n")]
    [TestCase("CONNECT o:1 HTTP/1.1\r\n\r\n")]
    [TestCase("HTTP/1.1 20 OK\r\n\r\n")]
    [TestCase("HTTP/1.1 2000 OK\r\n\r\n")]
    [TestCase("\r\n")]
    public void What_is_no_status_line_is_malformed(string head)
    {
        var parse = () => WireResponse.Parse(Encoding.Latin1.GetBytes(head));

        parse.Should().Throw<RequirementBrokenException>().Which.ReasonId.Should().Be("malformed-response");
    }

    [Test]
    public async Task A_request_keeps_its_bytes(CancellationToken cancel)
    {
        const string head = "\r\nPOST /a%2Fb/../c?x=%20 HTTP/1.1\r\nHost: o:1\r\nX: 1\r\nx: 2\r\nContent-Length: 3\r\n\r\n";
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        await pair.Client.SendAsync(head + "abcGET / HTTP/1.1\r\n\r\n", cancel);

        var request = await pair.Peer.ReadRequestAsync(cancel: cancel);

        (request.Method, request.Target, request.Version).Should().Be(("POST", "/a%2Fb/../c?x=%20", "HTTP/1.1"));
        Encoding.Latin1.GetString(request.RawHead.Span).Should().Be(head);
        request.Values("X").Should().Equal("1", "2");
        request.BodyText.Should().Be("abc");
        (await pair.Peer.ReadRequestAsync(cancel: cancel)).Target.Should().Be("/");
    }

    [Test]
    public async Task What_is_no_request_line_is_malformed(CancellationToken cancel)
    {
        await using var pair = await WirePair.OpenAsync(cancel: cancel);
        await pair.Client.SendAsync("GET  / HTTP/1.1\r\n\r\n", cancel);

        var reading = async () => await pair.Peer.ReadRequestHeadAsync(cancel: cancel);

        (await reading.Should().ThrowAsync<RequirementBrokenException>()).Which.ReasonId.Should().Be("malformed-request");
    }
}
