using ConformanceKit.Evidence;
using ConformanceKit.Wire;
using ConformanceKit.Wire.Http2;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Evidence;

/// <summary>An exchange in HTTP/2, explained frame by frame.</summary>
[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class FrameStepsTests
{
    private static readonly byte[] s_ping = "ping"u8.ToArray();

    [TestCase("client 1")]
    [TestCase("client 1 (tls)")]
    public void A_tunnel_is_explained_on_both_sides_of_the_proxy(string client)
    {
        var steps = Exchanges.Annotated(Tunnel(client).Events);

        steps.Select(step => $"{step.Event.Connection}|{step.Text}|{step.Clause}").Should().Equal(
            "client 1|The client opens a TCP connection to the proxy|RFC 9293 §3.5",
            $"{client}|connection preface. The client begins HTTP/2; a server that speaks only HTTP/1 refuses this request"
                + "|RFC 9113 §3.4",
            $"{client}|SETTINGS. The proxy says what it can take, and the client has to acknowledge it|RFC 9113 §6.5",
            $"{client}|HEADERS, stream 1, END_HEADERS: :method: CONNECT; :authority: o:1. "
                + "The client requests a tunnel to o:1, for this stream alone|RFC 9113 §8.5, RFC 9110 §9.3.6",
            "origin 1|The origin accepts the proxy's connection to the target of CONNECT|RFC 9110 §9.3.6",
            $"{client}|HEADERS, stream 1, END_HEADERS: :status: 200. "
                + "The tunnel is open: from now on, DATA on this stream is its bytes|RFC 9113 §8.5, RFC 9110 §9.3.6",
            $"{client}|DATA, stream 1, END_STREAM: 4 bytes. The client sends 4 bytes into the tunnel. "
                + "The client closes its side of the tunnel, as FIN does; bytes in flight must still be delivered"
                + "|RFC 9113 §8.5, RFC 9110 §9.3.6",
            "origin 1|The tunnel delivers 4 bytes to the origin|RFC 9110 §9.3.6",
            "origin 1|The proxy ends this side of the tunnel too (FIN)|RFC 9110 §9.3.6, RFC 9293 §3.6",
            $"{client}|RST_STREAM, stream 1: CONNECT_ERROR. The proxy aborts this side of the tunnel, as RST does"
                + "|RFC 9113 §8.5");
        steps[3].Label.Should().Be("HEADERS, stream 1, END_HEADERS: :method: CONNECT; :authority…");
        steps[5].BeginsTunnel.Should().BeTrue();
    }

    [Test]
    public void What_came_out_of_a_tunnel_and_was_never_sent_is_found_in_frames_too()
    {
        var transcript = Tunnel("client 1");
        transcript.Record("origin 1", WireEvent.Received, "forged"u8);

        var steps = Exchanges.Annotated(transcript.Events);

        steps[7].IsForeign.Should().BeFalse("the client has sent it, in DATA");
        steps[^1].IsForeign.Should().BeTrue();
    }

    [Test]
    public void A_request_that_is_forwarded_is_explained_too()
    {
        var transcript = new Transcript();
        var recorder = new FrameRecorder("client 1", transcript);
        recorder.Record(WireEvent.Sent, Frame.Headers(1,
            Hpack.Block(new(":method", "GET"), new(":scheme", "http"), new(":authority", "o"), new(":path", "/x")),
            endStream: true).ToBytes());
        transcript.Record("origin 1", WireEvent.Opened);
        transcript.Record("origin 1", WireEvent.Received, "GET /x HTTP/1.1\r\nHost: o\r\n\r\n"u8);
        recorder.Record(WireEvent.Received, Frame.RstStream(1, ErrorCodes.RefusedStream).ToBytes());

        var steps = Exchanges.Annotated(transcript.Events);

        steps[0].Text.Should().EndWith(
            ":path: /x. The client sends GET for o/x. Nothing more follows on this stream in this direction");
        steps[1].Text.Should().Be("The origin accepts the proxy's connection to the target of the request");
        steps[3].Text.Should().Be("RST_STREAM, stream 1: REFUSED_STREAM. The stream is over at once");
    }

    [Test]
    public void An_exchange_without_frames_is_explained_as_ever()
    {
        var transcript = new Transcript();
        transcript.Record("client 1", WireEvent.Opened);
        transcript.Record("client 1", WireEvent.Sent, "GET http://o/ HTTP/1.1\r\nHost: o\r\n\r\n"u8);

        Exchanges.Annotated(transcript.Events)[1].Text.Should().StartWith("The client sends GET with the whole URI");
    }

    private static Transcript Tunnel(string client)
    {
        var transcript = new Transcript();
        var recorder = new FrameRecorder(client, transcript);
        transcript.Record("client 1", WireEvent.Opened);
        recorder.Record(WireEvent.Sent, Preface.Bytes.Span);
        recorder.Record(WireEvent.Received, Frame.Settings().ToBytes());
        recorder.Record(WireEvent.Sent,
            Frame.Headers(1, Hpack.Block(new(":method", "CONNECT"), new(":authority", "o:1"))).ToBytes());
        transcript.Record("origin 1", WireEvent.Opened);
        recorder.Record(WireEvent.Received, Frame.Headers(1, Hpack.Block(new Http2Field(":status", "200"))).ToBytes());
        recorder.Record(WireEvent.Sent, Frame.Data(1, s_ping, endStream: true).ToBytes());
        transcript.Record("origin 1", WireEvent.Received, s_ping);
        transcript.Record("origin 1", WireEvent.FinReceived);
        recorder.Record(WireEvent.Received, Frame.RstStream(1, ErrorCodes.ConnectError).ToBytes());
        return transcript;
    }
}
