using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Every point in a response at which an origin can break off, by FIN and by reset (RFC 9112 §8).</summary>
public sealed class Truncation(string proxy) : Scenario(proxy)
{
    private const string LastChunk = "\r\n0\r\n";

    private const string Length = "HTTP/1.1 200 OK\r\n" + Answers.Common + "Content-Length: 10\r\n\r\n";

    [Requirement("absolute-form/truncated", Title = "A response that the origin broke off does not look complete")]
    [Input("status-line", "HTTP/1.1 200 O", false)]
    [Input("status-line-reset", "HTTP/1.1 200 O", true)]
    [Input("head", "HTTP/1.1 200 OK\r\n" + Answers.Common, false)]
    [Input("head-reset", "HTTP/1.1 200 OK\r\n" + Answers.Common, true)]
    [Input("behind-100", "HTTP/1.1 100 Continue\r\n\r\n", false)]
    [Input("behind-100-reset", "HTTP/1.1 100 Continue\r\n\r\n", true)]
    [Input("content-length-reset", Length + "hello", true)]
    [Input("chunk-size", Answers.Chunked + "5\r\nhello\r\n1", false)]
    [Input("chunk-data", Answers.Chunked + "5\r\nhel", false)]
    [Input("last-chunk", Answers.Chunked + "5\r\nhello" + LastChunk, false)]
    [Input("trailers", Answers.Chunked + "5\r\nhello" + LastChunk + "X-Last: on", false)]
    [Input("chunked-reset", Answers.Chunked + "5\r\nhello\r\n", true)]
    public async Task A_response_that_the_origin_broke_off_does_not_look_complete(string sent, bool reset)
    {
        var response = await BrokenOffAsync(sent, reset, "HTTP/1.1");
        if (response is null || response.StatusCode >= 400)
            return;
        var where = $"the origin broke off after \"{ByteText.Escape(sent[^Math.Min(16, sent.Length)..])}\"";

        // With the last chunk all content has arrived: §8 calls a chunked body incomplete only until then.
        if (sent.Contains(LastChunk, StringComparison.Ordinal) && response.BodyEnd.Kind != BodyEndKind.Incomplete)
        {
            Warn(ReasonIds.BodyComplete,
                $"{where}, before the end of its trailer section, but the body of \"{response}\" looks complete",
                response.Marks.Body);
        }
        else
        {
            response.Should().HaveIncompleteBody(where);
        }
    }

    // An HTTP/1.0 client knows no chunks: to it, a body without a declared length is complete at a FIN.
    [Requirement("absolute-form/truncated-to-10", Title = "An HTTP/1.0 client learns that a response was broken off")]
    [Input("content-length", Length + "hello")]
    [Input("chunked", Answers.Chunked + "5\r\nhello\r\n")]
    public async Task An_HTTP_1_0_client_learns_that_a_response_was_broken_off(string sent)
    {
        var response = await BrokenOffAsync(sent, false, "HTTP/1.0");
        if (response is not null && response.StatusCode < 400)
            response.Should().HaveIncompleteBody("the origin sent only half of it");
    }

    private async Task<WireResponse?> BrokenOffAsync(string sent, bool reset, string version)
    {
        // The bytes and their end are sent separately if the end could undo the bytes: a reset that arrives with them may be all
        // that a program sees, and an HTTP/1.0 client cannot be told once it has some.
        var isSplit = reset || version == "HTTP/1.0";
        var forwarded = new TaskCompletionSource<WireRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isSeen = new TaskCompletionSource();
        await using var origin = await Origins.ServeAsync(
            async (connection, ending) =>
            {
                forwarded.TrySetResult(await connection.ReadRequestAsync(Timeout.InfiniteTimeSpan, ending));
                await connection.SendAsync(sent, ending);
                if (isSplit)
                    await SpendAsync(TimeUse.Quiet, Task.WhenAny(isSeen.Task, Task.Delay(Waits.Quiet, ending)));
                if (reset)
                    connection.Reset();
            });
        await using var client = await Proxy.DialAsync();
        await client.SendAsync(
            Requests.Head($"GET {origin.Http("/broken-off")} {version}", $"Host: {origin.Authority}"));

        // 1. An origin cannot break off what it does not send to HTTP/1.0.
        var answered = client.IsClosedAsync();
        await Task.WhenAny(forwarded.Task, answered);
        if (!forwarded.Task.IsCompleted)
        {
            throw new RequirementBrokenException(ReasonIds.OriginNotContacted, "expected a request at the origin, but none came")
            {
                Marks = client.Ending,
            };
        }

        if (sent.Contains("chunked", StringComparison.Ordinal) || sent.Contains(" 100 ", StringComparison.Ordinal))
            NotApplicableToHttp10(await forwarded.Task, "gets neither chunks nor 1xx");

        try
        {
            // 2. No reply at all and one that ends within its head are honest too.
            var isClosed = await answered;
            isSeen.TrySetResult();
            return isClosed ? null : await client.ReadResponseAsync("GET");
        }
        catch (RequirementBrokenException broken) when (broken.ReasonId is ReasonIds.ClosedEarly or ReasonIds.ResetEarly
            or ReasonIds.ClosedWithoutReply or ReasonIds.ResetWithoutReply)
        {
            return null;
        }
        catch (RequirementBrokenException silent) when (silent.ReasonId is ReasonIds.BytesTimeout or ReasonIds.ReplyTimeout)
        {
            Warn(silent.ReasonId,
                $"the response does not look complete, but neither an error nor an end follows: {silent.Message}",
                silent.Marks);
            return null;
        }
    }
}
