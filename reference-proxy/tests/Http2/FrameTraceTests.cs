using System.Collections.Concurrent;
using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.ReferenceProxy.Http2;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Tests.Http2;

/// <summary>What a trace shows of HTTP/2: frames, wherever the bytes are split.</summary>
internal sealed class FrameTraceTests : Http2Test
{
    private readonly ConcurrentQueue<ExchangeEvent> _events = new();

    [Test]
    public async Task A_tunnel_is_traced_frame_by_frame_without_credentials()
    {
        StartProxy(options => options with { Trace = _ => _events.Enqueue });
        var client = await DialHttp2Async();
        await client.ConnectAsync(1, Origin.Authority, "proxy-authorization: Basic c2VjcmV0");
        using var origin = await Origin.AcceptAsync();
        (await client.ReadHeadAsync(1)).Should().Be(":status: 200");
        await client.DataAsync(1, "last", ends: true);
        (await origin.ReadToFinAsync()).Should().Be("last");
        origin.Rst();
        (await client.ReadResetAsync(1)).Should().Be(ErrorCode.ConnectError);
        await Proxy.StopAsync(TimeSpan.FromSeconds(5));

        var steps = FrameSteps.Annotate([.. _events]).Where(step => step.Frame.Length > 0).Select(step => step.Text).ToList();
        steps.Should().ContainInOrder(
            "connection preface. The client begins HTTP/2; a server that speaks only HTTP/1 refuses this request",
            $"HEADERS, stream 1, END_HEADERS: :method: CONNECT; :authority: {Origin.Authority}; "
                + "proxy-authorization: **************. "
                + $"The client requests a tunnel to {Origin.Authority}, for this stream alone");
        steps.Should().Contain(step => step.StartsWith("RST_STREAM, stream 1: CONNECT_ERROR. The proxy aborts"));
        _events.Where(one => one.Connection == "client 1").Select(one => Encoding.Latin1.GetString(one.Bytes.Span))
            .Should().NotContain(text => text.Contains("c2VjcmV0"));
    }

    [Test]
    public void Frames_are_told_apart_wherever_the_bytes_are_split()
    {
        byte[] bytes =
        [
            .. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 9,
            0, 0, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 1, 0xfa, 0, 0, 0, 0, 3, 7, 0, 0, 8, 0,
        ];
        for (var at = 1; at < bytes.Length; at++)
        {
            var (reader, _) = FrameTrace.New();
            List<Part> parts = [.. reader.Add(bytes.AsMemory(0, at)), .. reader.Add(bytes.AsMemory(at)), .. reader.Rest()];

            parts.Select(part => part.Note).Should().Equal("connection preface", "SETTINGS: INITIAL_WINDOW_SIZE=9",
                "WINDOW_UPDATE: 5", "frame of type 0xfa, stream 3: 1 byte", "incomplete frame of 4 bytes");
            parts.SelectMany(part => part.Bytes.ToArray()).Should().Equal(bytes);
        }
    }

    [Test]
    public void What_is_not_HTTP_2_stays_as_it_is()
    {
        var (fromClient, toClient) = FrameTrace.New();

        fromClient.Add("P"u8.ToArray()).Should().BeEmpty("it may become the preface");
        fromClient.Add("OST"u8.ToArray()).Should().ContainSingle().Which.Bytes.ToArray().Should().Equal("POST"u8.ToArray());
        toClient.Add("HTTP"u8.ToArray()).Should().ContainSingle().Which.Note.Should().BeEmpty();
    }
}
