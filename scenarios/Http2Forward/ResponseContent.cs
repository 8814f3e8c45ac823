using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire.Http2;
using static ConformanceKit.Scenarios.Http2Forward.Http2Requests;

namespace ConformanceKit.Scenarios.Http2Forward;

/// <summary>What follows the head of a message, and where it ends.</summary>
public sealed class ResponseContent(string proxy) : Scenario(proxy)
{
    private const string Head = "HTTP/1.1 200 OK\r\n" + Answers.Common;
    private const string Trailing = "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Evil: 1\r\n\r\n";

    private static readonly byte[] s_piece = new byte[16 * 1024];

    [Requirement("h2-forward/truncated", Title = "A response that the origin broke off does not end in order")]
    [Input("content-length", Head + "Content-Length: 10\r\n\r\nhello", false)]
    [Input("content-length-reset", Head + "Content-Length: 10\r\n\r\nhello", true)]
    [Input("chunked", Answers.Chunked + "5\r\nhello\r\n", false)]
    [Input("chunked-reset", Answers.Chunked + "5\r\nhello\r\n", true)]
    public async Task A_response_that_the_origin_broke_off_does_not_end_in_order(string sent, bool reset)
    {
        // 1. What a reset would undo has to have arrived.
        await using var origin = await Origins.ListenAsync();
        var stream = await H2.GetAsync(origin);
        await using var server = await origin.NextConnectionAsync();
        var forwarded = await server.ReadRequestAsync();
        if (sent.Contains("chunked", StringComparison.Ordinal))
            NotApplicableToHttp10(forwarded, "gets no transfer coding");
        await server.SendAsync(sent);
        if (reset)
            await stream.ExpectSilenceAsync();
        if (reset)
            server.Reset();
        else
            server.ShutdownSend();

        // 2. An error of its own is honest too, and so is none at all.
        var outcome = await stream.OutcomeAsync();
        if (outcome.Response is not { Status: < 400 })
            return;
        try
        {
            (await stream.ReadToEndAsync()).Should().BeAnError();
        }
        catch (RequirementBrokenException open) when (open.ReasonId == ReasonIds.NotClosed)
        {
            Warn(open.ReasonId, $"the response does not look complete, but no end follows: {open.Message}", open.Marks);
        }
    }

    [Requirement("h2-forward/trailers", Title = "A trailer field of a request does not become a header field")]
    [Input("request")]
    public async Task A_trailer_field_of_a_request_does_not_become_a_header_field()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await H2.DialAsync();
        var stream = client.NewStream();
        await client.SendAsync(
            Frame.Headers(stream.Id, Hpack.Block(Fields("POST", origin.Authority, "/x"))),
            Frame.Data(stream.Id, "hello"u8.ToArray()),
            Frame.Headers(stream.Id, Hpack.Block(new Http2Field("x-evil", "1")), endStream: true));
        var response = await stream.ResponseAsync();
        response.RequireNoLength();
        response.Should().HaveStatus(200);
        origin.Requests[0].Should().HaveBody("hello").And.NotHaveField("X-Evil", "it came after the content");
    }

    [Requirement("h2-forward/trailers", Title = "A trailer field of a response does not become a header field")]
    [Input("response")]
    public async Task A_trailer_field_of_a_response_does_not_become_a_header_field()
    {
        await using var origin = await Origins.HttpAsync("HTTP/1.1 200 OK\r\n" + Trailing);
        var stream = await H2.SendAsync(Fields("GET", origin.Authority, "/x", new Http2Field("te", "trailers")));
        NotApplicableToHttp10(await origin.NextRequestAsync(), "gets no trailers");
        (await stream.ResponseAsync()).Should().HaveStatus(200).And.NotHaveField("x-evil");
        (await stream.ReadToEndAsync()).Should().BeEndStream().And.HaveBytes("hello");
    }

    [Requirement("h2-forward/early-response", Title = "A final response that comes before the end of the content arrives whole")]
    public async Task A_final_response_that_comes_before_the_end_of_the_content_arrives_whole()
    {
        const int announced = 8 * 1024 * 1024;
        await using var origin = await Origins.ListenAsync();
        await using var client = await H2.DialAsync();
        var stream = client.NewStream();

        // 1. The origin answers once it has the beginning of the content, or only the head if the proxy holds the content back.
        var fields = Fields("POST", origin.Authority, "/x", new Http2Field("content-length", $"{announced}"));
        await stream.SendHeadersAsync(fields);
        await stream.SendAsync(s_piece);
        await using var server = await origin.NextConnectionAsync();
        await server.ReadRequestHeadAsync();
        await server.SendAsync(Answers.TooLarge);
        server.ShutdownSend();
        _ = server.HashToEndAsync();

        // 2. The client goes on until it has the response, or has sent everything. RST_STREAM NO_ERROR may follow that, to tell it to stop.
        var reading = stream.ResponseAsync();
        var sending = SendRestAsync(stream, announced - s_piece.Length, reading);
        (await reading).Should().HaveStatus(413);
        (await stream.ReadToEndAsync()).Should().BeEndStream().And.HaveBytes("too large");
        await sending;
    }

    private static async Task SendRestAsync(Http2Stream stream, int rest, Task over)
    {
        try
        {
            for (; rest > 0 && !over.IsCompleted; rest -= s_piece.Length)
                await stream.SendAsync(s_piece, endStream: rest == s_piece.Length);
        }
        catch (RequirementBrokenException)
        {
            // The proxy takes no more: what matters is the response.
        }
    }
}
